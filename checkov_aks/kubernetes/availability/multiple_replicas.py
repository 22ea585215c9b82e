from checkov_aks.kubernetes.base import FAILED, CheckInfo, GraphCheck, Manifest, Scan, Severity, Verdict, any_of
from checkov_aks.kubernetes.base.replicas import at_least, autoscalers, is_autoscaled, replica_count


class MultipleReplicas(GraphCheck):
    """A workload with one replica is down whenever its node is drained, and AKS drains every node at each upgrade of
    Kubernetes or of the node image. A crash, an eviction or the loss of a zone stops it as well, until another pod
    has started somewhere else.

    ## Fails

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
      namespace: shop
    spec:
      replicas: 1
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
          containers:
            - name: orders
              image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_757",
        title="Workload has several replicas",
        severity=Severity.LOW,
        guide="Availability Zones",
        learn="best-practices-app-cluster-reliability",
        fix="Set `replicas` to 2 or more, or scale with a `minReplicas` of 2 or more.",
    )
    kinds = ("Deployment", "StatefulSet")

    def evaluate(self, manifest: Manifest, scan: Scan) -> Verdict:
        replicas = replica_count(manifest)
        scaled = any_of(scales & at_least(lowest, 2) for lowest, scales in autoscalers(manifest, scan))
        alone = FAILED.only_if(~is_autoscaled(manifest, scan)).because(
            f"{manifest['spec.replicas'].describe()}, and nothing in the scan scales it"
        )
        return (at_least(replicas, 2) | scaled | alone).only_if(at_least(replicas, 1))


check = MultipleReplicas()
