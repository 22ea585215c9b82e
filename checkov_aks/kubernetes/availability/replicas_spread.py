from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict
from checkov_aks.kubernetes.base.replicas import SCALED_KINDS, at_least, replica_count
from checkov_aks.kubernetes.base.scheduling import is_spread


class ReplicasSpread(PodCheck):
    """Several replicas help only if they do not fail together. Without pod anti-affinity or topology spread constraints
    the scheduler may put all of them on one node, or in one zone, and the loss or the upgrade of that node stops the
    application. Deployment Safeguards warn of it, and add such rules themselves where they are enforced.

    ## Fails

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
      namespace: shop
    spec:
      replicas: 3
      selector:
        matchLabels: {app: orders}
      template:
        metadata:
          labels: {app: orders}
        spec:
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
      replicas: 3
      selector:
        matchLabels: {app: orders}
      template:
        metadata:
          labels: {app: orders}
        spec:
          topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: topology.kubernetes.io/zone
              whenUnsatisfiable: ScheduleAnyway
              labelSelector:
                matchLabels: {app: orders}
          containers:
            - name: orders
              image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_755",
        title="Replicas are spread over nodes or zones",
        severity=Severity.MEDIUM,
        guide="Availability Zones",
        learn="deployment-safeguards",
        fix="Add `topologySpreadConstraints` or `affinity.podAntiAffinity` to the pod template.",
    )
    kinds = SCALED_KINDS

    def evaluate(self, pod: Pod) -> Verdict:
        replicas = replica_count(pod.owner)
        reason = f"{replicas} replicas, with neither pod anti-affinity nor topology spread constraints"
        return is_spread(pod).only_if(at_least(replicas, 2)).because(reason)


check = ReplicasSpread()
