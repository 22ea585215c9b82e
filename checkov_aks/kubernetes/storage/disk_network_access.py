from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import DISK_DRIVER
from checkov_aks.kubernetes.base.storage_classes import is_not, is_of, parameter


class DiskNetworkAccess(ManifestCheck):
    """Whoever may ask Azure for a shared access signature of a disk can download the whole disk with it, from
    anywhere, and so can everyone who gets hold of the link. With the network access policy `AllowAll` or with public
    network access enabled, each disk of the storage class can be exported that way, past the cluster and its network.
    Workloads do not need it: a node attaches disks without it.

    ## Fails

    ```yaml
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: orders
    provisioner: disk.csi.azure.com
    parameters:
      skuName: Premium_ZRS
      networkAccessPolicy: AllowAll
    ```

    ## Passes

    ```yaml
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: orders
    provisioner: disk.csi.azure.com
    parameters:
      skuName: Premium_ZRS
      networkAccessPolicy: DenyAll
      publicNetworkAccess: Disabled
    ```
    """

    info = CheckInfo(
        id="AKS_652",
        title="Storage class makes disks that are not open to the network",
        severity=Severity.MEDIUM,
        guide="-",
        learn="create-volume-azure-disk",
        fix="Set `networkAccessPolicy: DenyAll` and `publicNetworkAccess: Disabled` in `parameters`.",
    )
    kinds = ("StorageClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        closed = is_not(parameter(manifest, "networkAccessPolicy"), "AllowAll")
        private = is_not(parameter(manifest, "publicNetworkAccess"), "Enabled")
        return (closed & private).only_if(is_of(manifest, DISK_DRIVER))


check = DiskNetworkAccess()
