from checkov_aks.kubernetes.base import PASSED, CheckInfo, Pod, PodCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import SPOT_LABELS
from checkov_aks.kubernetes.base.scheduling import has_node_rules, prefers_nodes, selects_nodes


class NoStatefulOnSpot(PodCheck):
    """Azure takes spot nodes back at 30 seconds' notice, all of a pool at once if it needs the capacity. The replicas
    of a StatefulSet on them lose their quorum together, and a disk that is still attached to an evicted node holds
    up the start of its pod elsewhere. Databases, queues and other stateful applications belong on regular nodes.

    ## Fails

    ```yaml
    apiVersion: apps/v1
    kind: StatefulSet
    metadata:
      name: queue
      namespace: shop
    spec:
      serviceName: queue
      selector:
        matchLabels: {app: queue}
      template:
        metadata:
          labels: {app: queue}
        spec:
          nodeSelector:
            kubernetes.azure.com/scalesetpriority: spot
          tolerations:
            - key: kubernetes.azure.com/scalesetpriority
              operator: Equal
              value: spot
              effect: NoSchedule
          containers:
            - name: queue
              image: contoso.azurecr.io/queue:1.0
    ```

    ## Passes

    ```yaml
    apiVersion: apps/v1
    kind: StatefulSet
    metadata:
      name: queue
      namespace: shop
    spec:
      serviceName: queue
      selector:
        matchLabels: {app: queue}
      template:
        metadata:
          labels: {app: queue}
        spec:
          nodeSelector:
            kubernetes.azure.com/priority: regular
          containers:
            - name: queue
              image: contoso.azurecr.io/queue:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_751",
        title="StatefulSet does not run on spot nodes",
        severity=Severity.MEDIUM,
        guide="Spot Node Pools",
        learn="spot-node-pool",
        fix="Select other nodes than those with `kubernetes.azure.com/scalesetpriority: spot`.",
    )
    kinds = ("StatefulSet",)

    def evaluate(self, pod: Pod) -> Verdict:
        elsewhere = has_node_rules(pod) & ~prefers_nodes(pod, SPOT_LABELS, "spot")
        verdict = ~selects_nodes(pod, SPOT_LABELS, "spot") & PASSED.only_if(elsewhere)
        return verdict.because("its node selector or required node affinity asks for spot nodes")


check = NoStatefulOnSpot()
