from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict, all_of
from checkov_aks.kubernetes.base.network_policies import DIRECTIONS, network_policy


class NetworkPolicyNotAllowAll(ManifestCheck):
    """An empty rule, `- {}`, matches all traffic, and an address range of `0.0.0.0/0` or `::/0` names the whole
    internet. The policy looks like protection but lets everything through, and because policies add up it also undoes
    what stricter policies deny to the same pods.

    ## Fails

    ```yaml
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
        - {}
    ```

    ## Passes

    ```yaml
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
          ports:
            - port: 8080
    ```
    """

    info = CheckInfo(
        id="AKS_252",
        title="Network policy does not allow all traffic",
        severity=Severity.MEDIUM,
        guide="Network Policies",
        learn="network-policy-best-practices",
        fix="Name the peers in `from` or `to`, or take addresses out of the range with `except`.",
    )
    kinds = ("NetworkPolicy",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        sections = network_policy(manifest).sections
        rules = [rule for direction in DIRECTIONS for rule in sections[direction].rules]
        return all_of(
            (~(rule.is_everything | rule.is_every_address)).because(f"`{rule.path}` allows everyone") for rule in rules
        )


check = NetworkPolicyNotAllowAll()
