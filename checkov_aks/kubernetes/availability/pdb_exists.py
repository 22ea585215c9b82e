from checkov_aks.kubernetes.base import CheckInfo, GraphCheck, Manifest, Scan, Severity, Verdict
from checkov_aks.kubernetes.base.replicas import at_least, has_budget, replica_count


class PdbExists(GraphCheck):
    """AKS drains node after node at an upgrade. Without a disruption budget nothing stops a drain from evicting several
    replicas of a workload at once, or the last healthy one while the others are still starting, and an upgrade that
    was meant to go unnoticed becomes an outage.

    ## Fails

    ```yaml
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
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: orders
      namespace: shop
    spec:
      maxUnavailable: 1
      selector:
        matchLabels: {app: orders}
    ```
    """

    info = CheckInfo(
        id="AKS_759",
        title="Workload with several replicas has a disruption budget",
        severity=Severity.LOW,
        guide="Automatic Upgrades",
        learn="operator-best-practices-scheduler",
        fix="Add a `PodDisruptionBudget` in the same namespace that selects the labels of the pods.",
    )
    kinds = ("Deployment", "StatefulSet")

    def evaluate(self, manifest: Manifest, scan: Scan) -> Verdict:
        replicas = replica_count(manifest)
        reason = f"{replicas} replicas, and no disruption budget of the scan selects them"
        return has_budget(manifest, scan).only_if(at_least(replicas, 2)).because(reason)


check = PdbExists()
