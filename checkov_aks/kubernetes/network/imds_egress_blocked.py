from checkov_aks.kubernetes.base import CheckInfo, GraphCheck, Manifest, Scan, Severity, Verdict
from checkov_aks.kubernetes.base.network_policies import EGRESS, policies_on


class ImdsEgressBlocked(GraphCheck):
    """The instance metadata service at 169.254.169.254 answers every process on a node, without a password. A pod that
    reaches it can get tokens of the node's managed identities, which as a rule may pull images and often more, and
    details of the virtual machine. In a namespace that denies egress by default, a rule for a broad range of addresses
    opens it again unless the range leaves it out.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: default-deny
      namespace: shop
    spec:
      podSelector: {}
      policyTypes: [Ingress, Egress]
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: internet
      namespace: shop
    spec:
      podSelector:
        matchLabels:
          app: crawler
      policyTypes: [Egress]
      egress:
        - to:
            - ipBlock:
                cidr: 0.0.0.0/0
                except: [10.0.0.0/8]
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: default-deny
      namespace: shop
    spec:
      podSelector: {}
      policyTypes: [Ingress, Egress]
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: internet
      namespace: shop
    spec:
      podSelector:
        matchLabels:
          app: crawler
      policyTypes: [Egress]
      egress:
        - to:
            - ipBlock:
                cidr: 0.0.0.0/0
                except: [10.0.0.0/8, 169.254.169.254/32]
    ```
    """

    info = CheckInfo(
        id="AKS_265",
        title="Pods of the namespace cannot reach the instance metadata service",
        severity=Severity.LOW,
        guide="-",
        learn="imds-restriction",
        fix="Add `169.254.169.254/32` to the `except` of the address range, or name the peers or other ports.",
    )
    kinds = ("Namespace",)

    def evaluate(self, manifest: Manifest, scan: Scan) -> Verdict:
        policies = policies_on(manifest, scan)
        return policies.close("169.254.169.254", 80, "TCP").only_if(policies.isolated(EGRESS))


check = ImdsEgressBlocked()
