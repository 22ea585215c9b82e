from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict, all_of
from checkov_aks.kubernetes.base.images import is_trusted


class TrustedRegistry(PodCheck):
    """An image runs with all that the pod may do, so that whoever can push to its registry can run code in the
    cluster. Public registries also limit downloads and lose images without notice, and nobody scans what comes from
    there. A private Azure Container Registry, filled on purpose and scanned, avoids all that. An image without a host,
    such as `nginx`, comes from Docker Hub. The setting `allowed_registries` tells which registries are trusted.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
    spec:
      containers:
        - name: orders
          image: nginx:1.27
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
    spec:
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_353",
        title="Images come from trusted registries",
        severity=Severity.MEDIUM,
        guide="Image Security",
        learn="operator-best-practices-container-image-management",
        fix="Import the image into your registry with `az acr import`, or add its registry to `allowed_registries`.",
    )

    def evaluate(self, pod: Pod) -> Verdict:
        return all_of(is_trusted(container["image"]) for container in pod.containers)


check = TrustedRegistry()
