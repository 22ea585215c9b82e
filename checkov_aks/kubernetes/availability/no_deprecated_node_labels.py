from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict, all_of
from checkov_aks.kubernetes.base.azure import DEPRECATED_NODE_LABELS
from checkov_aks.kubernetes.base.scheduling import has_node_rules, node_rules


class NoDeprecatedNodeLabels(PodCheck):
    """AKS and Kubernetes have replaced several node labels: `agentpool` by `kubernetes.azure.com/agentpool`,
    `beta.kubernetes.io/os` by `kubernetes.io/os`, `failure-domain.beta.kubernetes.io/zone` by
    `topology.kubernetes.io/zone`. The old ones are kept for a while only. Once new nodes come up without them, after
    an upgrade or with another provisioner, a pod that requires one stays pending, and a preference silently has no
    effect.

    ## Fails

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
      namespace: shop
    spec:
      selector:
        matchLabels: {app: orders}
      template:
        metadata:
          labels: {app: orders}
        spec:
          nodeSelector:
            agentpool: apps
          containers:
            - name: orders
              image: contoso.azurecr.io/orders:1.0
    ```

    ## Passes

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
      namespace: shop
    spec:
      selector:
        matchLabels: {app: orders}
      template:
        metadata:
          labels: {app: orders}
        spec:
          nodeSelector:
            kubernetes.azure.com/agentpool: apps
          containers:
            - name: orders
              image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_752",
        title="Nodes are selected by labels that are not deprecated",
        severity=Severity.LOW,
        guide="-",
        learn="use-labels",
        fix="Use the label that took its place, such as `kubernetes.azure.com/agentpool` or `kubernetes.io/os`.",
    )

    def evaluate(self, pod: Pod) -> Verdict:
        verdict = all_of(
            (~rule.is_on(old)).because(f"the node label `{old}` is deprecated in favour of `{new}`")
            for rule in node_rules(pod)
            for old, new in DEPRECATED_NODE_LABELS.items()
        )
        return verdict.only_if(has_node_rules(pod))


check = NoDeprecatedNodeLabels()
