from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict


class NoNakedPods(ManifestCheck):
    """A pod of its own belongs to no controller. When its node is drained for an upgrade, scaled away or lost, nothing
    starts the pod again, and a drain without `--force` refuses to go on. A Deployment, a StatefulSet or a Job keeps
    its pods alive.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
      labels: {app: orders}
    spec:
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders-smoke-test
      namespace: shop
      annotations:
        helm.sh/hook: test
    spec:
      restartPolicy: Never
      containers:
        - name: smoke-test
          image: contoso.azurecr.io/smoke-test:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_761",
        title="Pods are owned by a controller",
        severity=Severity.LOW,
        guide="-",
        learn="policy-reference",
        fix="Make it the pod template of a `Deployment`, `StatefulSet` or `Job`.",
    )
    kinds = ("Pod",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        owned = manifest["metadata.ownerReferences"].is_set()
        return (owned | manifest.annotation("helm.sh/hook").is_set()).because("no controller owns the pod")


check = NoNakedPods()
