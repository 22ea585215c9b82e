from checkov_aks.kubernetes.base import CheckInfo, GraphCheck, Manifest, Scan, Severity, Verdict
from checkov_aks.kubernetes.base.replicas import allows_eviction, replicas_under, selects_nothing


class PdbAllowsDrain(GraphCheck):
    """AKS drains a node before it upgrades it, and a drain waits until the disruption budgets let the pods be evicted.
    A budget that never allows a disruption, because all replicas must be available, holds the drain up until it
    times out: the upgrade of the node pool fails, and security patches of the node image with it.

    ## Fails

    ```yaml
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: orders
      namespace: shop
    spec:
      minAvailable: 2
      selector:
        matchLabels: {app: orders}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
      namespace: shop
    spec:
      replicas: 2
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
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: orders
      namespace: shop
    spec:
      maxUnavailable: 1
      selector:
        matchLabels: {app: orders}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
      namespace: shop
    spec:
      replicas: 2
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
    """

    info = CheckInfo(
        id="AKS_758",
        title="Disruption budget lets nodes be drained",
        severity=Severity.MEDIUM,
        guide="Automatic Upgrades",
        learn="operator-best-practices-scheduler",
        fix="Set `maxUnavailable: 1`, or a `minAvailable` below the number of replicas.",
    )
    kinds = ("PodDisruptionBudget",)

    def evaluate(self, manifest: Manifest, scan: Scan) -> Verdict:
        replicas = replicas_under(manifest, scan)
        limits = (manifest["spec.maxUnavailable"], manifest["spec.minAvailable"])
        found = " and ".join(limit.describe() for limit in limits if not limit.absent)
        reason = f"{found}, of {replicas} replicas" if replicas else found
        return allows_eviction(manifest, replicas).only_if(~selects_nothing(manifest)).because(reason)


check = PdbAllowsDrain()
