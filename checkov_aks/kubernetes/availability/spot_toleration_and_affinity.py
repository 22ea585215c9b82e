from checkov_aks.kubernetes.base import POD_KINDS, CheckInfo, Pod, PodCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import SPOT_LABELS, SPOT_TAINT
from checkov_aks.kubernetes.base.scheduling import mentions, selects_nodes, tolerates, tolerates_everything


class SpotTolerationAndAffinity(PodCheck):
    """AKS taints the nodes of a spot pool with `kubernetes.azure.com/scalesetpriority=spot:NoSchedule`. A pod that
    selects spot nodes without tolerating the taint stays pending for ever. A pod that tolerates it without selecting
    or preferring spot nodes may land anywhere: it is not placed where it is cheap, and it can be evicted where
    nobody planned for it.

    ## Fails

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: render
      namespace: shop
    spec:
      selector:
        matchLabels: {app: render}
      template:
        metadata:
          labels: {app: render}
        spec:
          nodeSelector:
            kubernetes.azure.com/scalesetpriority: spot
          containers:
            - name: render
              image: contoso.azurecr.io/render:1.0
    ```

    ## Passes

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: render
      namespace: shop
    spec:
      selector:
        matchLabels: {app: render}
      template:
        metadata:
          labels: {app: render}
        spec:
          tolerations:
            - key: kubernetes.azure.com/scalesetpriority
              operator: Equal
              value: spot
              effect: NoSchedule
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions:
                      - key: kubernetes.azure.com/scalesetpriority
                        operator: In
                        values: [spot]
          containers:
            - name: render
              image: contoso.azurecr.io/render:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_750",
        title="Pod for spot nodes both tolerates and selects them",
        severity=Severity.MEDIUM,
        guide="Spot Node Pools",
        learn="spot-node-pool",
        fix="Tolerate `kubernetes.azure.com/scalesetpriority=spot:NoSchedule`, and select or prefer such nodes.",
    )
    kinds = tuple(kind for kind in POD_KINDS if kind != "DaemonSet")

    def evaluate(self, pod: Pod) -> Verdict:
        tolerated, mentioned = tolerates(pod, *SPOT_TAINT), mentions(pod, SPOT_LABELS)
        stuck = selects_nodes(pod, SPOT_LABELS, "spot") & ~tolerates_everything(pod)
        verdict = (tolerated & mentioned).only_if(stuck | tolerated)
        kept_out = "spot nodes are selected, but their taint is not tolerated"
        anywhere = "the taint of spot nodes is tolerated, but no node selector or affinity asks for them"
        return verdict.because(kept_out if tolerated.failed else anywhere)


check = SpotTolerationAndAffinity()
