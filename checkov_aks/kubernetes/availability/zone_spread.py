from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict, verdict_of
from checkov_aks.kubernetes.base.azure import ZONE_LABEL
from checkov_aks.kubernetes.base.scheduling import is_spread_over, topology_keys


class ZoneSpread(PodCheck):
    """Replicas that are kept apart by `kubernetes.io/hostname` only are on different nodes, and may all be in one
    availability zone: when the zone fails, all of them are gone although the node pool has nodes in others. A
    constraint on `topology.kubernetes.io/zone` uses the zones that the cluster pays for.

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
          topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: kubernetes.io/hostname
              whenUnsatisfiable: DoNotSchedule
              labelSelector:
                matchLabels: {app: orders}
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
        id="AKS_756",
        title="Replicas are spread over zones",
        severity=Severity.LOW,
        guide="Availability Zones",
        learn="best-practices-app-cluster-reliability",
        fix="Add a constraint with `topologyKey: topology.kubernetes.io/zone` to `topologySpreadConstraints`.",
    )
    kinds = ("Deployment", "StatefulSet")

    def evaluate(self, pod: Pod) -> Verdict:
        keys = topology_keys(pod)
        given = ", ".join(dict.fromkeys(f"`{key.raw}`" for key in keys))
        return (
            is_spread_over(pod, ZONE_LABEL)
            .only_if(verdict_of(bool(keys)))
            .because(f"replicas are kept apart by {given} only")
        )


check = ZoneSpread()
