from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import CSI_DRIVERS, IN_TREE_PROVISIONERS
from checkov_aks.kubernetes.base.storage_classes import is_of


class CsiStorageClass(ManifestCheck):
    """The provisioners `kubernetes.io/azure-disk` and `kubernetes.io/azure-file` were part of Kubernetes itself. They
    are deprecated, new features such as zone-redundant disks, snapshots and growing a volume in use come to the CSI
    drivers only, and AKS gives no support for volumes made with them on current versions. A built-in storage class of
    AKS uses a CSI driver; only classes that a team brings along still name the old provisioners.

    ## Fails

    ```yaml
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: orders
    provisioner: kubernetes.io/azure-disk
    parameters:
      storageaccounttype: Premium_LRS
      kind: Managed
    volumeBindingMode: WaitForFirstConsumer
    ```

    ## Passes

    ```yaml
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: orders
    provisioner: disk.csi.azure.com
    parameters:
      skuName: Premium_LRS
    volumeBindingMode: WaitForFirstConsumer
    ```
    """

    info = CheckInfo(
        id="AKS_650",
        title="Storage class uses Azure's CSI drivers",
        severity=Severity.MEDIUM,
        guide="-",
        learn="csi-storage-drivers",
        fix="Set `provisioner` to `disk.csi.azure.com` or `file.csi.azure.com`.",
    )
    kinds = ("StorageClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        ours = is_of(manifest, *CSI_DRIVERS, *IN_TREE_PROVISIONERS)
        return is_of(manifest, *CSI_DRIVERS).only_if(ours).because(manifest["provisioner"].describe())


check = CsiStorageClass()
