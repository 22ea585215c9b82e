from checkov_aks.kubernetes.base import CheckInfo, GraphCheck, Manifest, Scan, Severity, Verdict
from checkov_aks.kubernetes.base.network_policies import EGRESS, network_policy, policies_on


class DefaultDenyAllowsDns(GraphCheck):
    """A policy that denies all egress denies name resolution too: CoreDNS runs in another namespace, `kube-system`, and
    listens on port 53. Every call by name, to a service of the cluster or to Azure, then fails after a timeout, and the
    usual remedy under pressure is to delete the policy. A rule that allows port 53 belongs next to the denial.

    ## Fails

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: default-deny
      namespace: shop
    spec:
      podSelector: {}
      policyTypes: [Ingress, Egress]
    ```

    ## Passes

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: default-deny
      namespace: shop
    spec:
      podSelector: {}
      policyTypes: [Ingress, Egress]
      egress:
        - to:
            - namespaceSelector:
                matchLabels:
                  kubernetes.io/metadata.name: kube-system
          ports:
            - protocol: UDP
              port: 53
            - protocol: TCP
              port: 53
    ```
    """

    info = CheckInfo(
        id="AKS_251",
        title="Namespace that denies egress by default allows DNS",
        severity=Severity.MEDIUM,
        guide="Network Policies",
        learn="network-policy-best-practices",
        fix="Add an `egress` rule for port 53, UDP and TCP, to a policy of the namespace.",
    )
    kinds = ("NetworkPolicy",)

    def evaluate(self, manifest: Manifest, scan: Scan) -> Verdict:
        is_default_deny = network_policy(manifest).isolates(EGRESS)
        reason = "all egress is denied by default, and no policy of the namespace allows port 53"
        return policies_on(manifest, scan).allow_dns.only_if(is_default_deny).because(reason)


check = DefaultDenyAllowsDns()
