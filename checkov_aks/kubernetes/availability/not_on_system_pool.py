from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict, all_of, verdict_of
from checkov_aks.kubernetes.base.azure import MODE_LABEL, SYSTEM_TAINT
from checkov_aks.kubernetes.base.scheduling import has_node_rules, selects_nodes, tolerates, tolerates_everything


class NotOnSystemPool(PodCheck):
    """System node pools are for CoreDNS, metrics-server and the other pods that keep the cluster itself going; the
    taint `CriticalAddonsOnly=true:NoSchedule` keeps applications off. An application that tolerates the taint,
    tolerates everything, or selects system nodes takes memory and CPU from them: when it runs wild, name resolution
    fails for the whole cluster.

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
          tolerations:
            - key: CriticalAddonsOnly
              operator: Exists
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
            kubernetes.azure.com/mode: user
          containers:
            - name: orders
              image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_753",
        title="Applications stay off system node pools",
        severity=Severity.MEDIUM,
        guide="System and User Node Pools",
        learn="use-system-pools",
        fix="Remove the toleration, and select nodes with `kubernetes.azure.com/mode: user`.",
    )

    def evaluate(self, pod: Pod) -> Verdict:
        tolerated, selected = tolerates(pod, *SYSTEM_TAINT), selects_nodes(pod, (MODE_LABEL,), "system")
        everything = tolerates_everything(pod) & verdict_of(pod.owner.kind != "DaemonSet")
        verdict = all_of(
            (
                (~tolerated).because("the taint `CriticalAddonsOnly` of system nodes is tolerated"),
                (~everything).because("a toleration without key tolerates every taint, that of system nodes too"),
                (~selected).because(f"nodes with `{MODE_LABEL}: system` are selected"),
            )
        )
        return verdict.only_if(pod["tolerations"].is_set() | has_node_rules(pod))


check = NotOnSystemPool()
