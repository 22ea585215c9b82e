from checkov_aks.kubernetes.base import CheckInfo, GraphCheck, Manifest, Scan, Severity, Verdict, all_of
from checkov_aks.kubernetes.base.network_policies import DIRECTIONS, policies_on


class NamespaceDefaultDeny(GraphCheck):
    """Without a network policy, every pod of the cluster may talk to every pod of the namespace, and these may talk to
    anything on the internet. One compromised container is then enough to scan the cluster, reach databases, and send
    data out. A policy that selects every pod and allows nothing turns this around: what is needed is allowed by further
    policies, the rest is denied. Two policies may share the directions. A policy that allows every pod everything
    undoes the denial, because policies add up.

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
      name: orders
      namespace: shop
    spec:
      podSelector:
        matchLabels:
          app: orders
      policyTypes: [Ingress]
      ingress:
        - from:
            - podSelector:
                matchLabels:
                  app: web
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
    ```
    """

    info = CheckInfo(
        id="AKS_250",
        title="Namespace denies traffic by default in both directions",
        severity=Severity.HIGH,
        guide="Network Policies",
        learn="network-policy-best-practices",
        fix="Add a `NetworkPolicy` with `podSelector: {}` and `policyTypes: [Ingress, Egress]` to the namespace.",
        overlaps=("CKV2_K8S_6",),
        why="Policies of other namespaces, or that allow everything, do not count; Cilium's and Calico's do.",
    )
    kinds = ("Namespace",)

    def evaluate(self, manifest: Manifest, scan: Scan) -> Verdict:
        policies = policies_on(manifest, scan)
        verdicts = [policies.denied(direction) for direction in DIRECTIONS]
        return all_of(verdicts).because("; ".join(verdict.reason for verdict in verdicts if verdict.failed))


check = NamespaceDefaultDeny()
