from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import FILE_DRIVER
from checkov_aks.kubernetes.base.storage_classes import is_left_out, is_of, parameter


class NfsShareHardened(ManifestCheck):
    """An NFS share of Azure Files has no passwords and no keys: whatever reaches it over the network is let in.
    Without `encryptInTransit` its content crosses the network in clear text. Without root squashing, a process that
    is root in any pod with the share is root on the share as well, and can read and change the files of all the
    others.

    ## Fails

    ```yaml
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: orders
    provisioner: file.csi.azure.com
    parameters:
      protocol: nfs
      skuName: Premium_ZRS
    ```

    ## Passes

    ```yaml
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: orders
    provisioner: file.csi.azure.com
    parameters:
      protocol: nfs
      skuName: Premium_ZRS
      encryptInTransit: "true"
      rootSquashType: RootSquash
    ```
    """

    info = CheckInfo(
        id="AKS_655",
        title="NFS shares are encrypted in transit and squash root",
        severity=Severity.MEDIUM,
        guide="-",
        learn="azure-nfs-volume",
        fix='Set `encryptInTransit: "true"` and `rootSquashType: RootSquash` in `parameters`.',
    )
    kinds = ("StorageClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        encrypt, squash = parameter(manifest, "encryptInTransit"), parameter(manifest, "rootSquashType")
        squashes = squash.folds_to("RootSquash", "AllSquash")
        squashes_or_not = squashes | is_left_out(squash) | squash.folds_to("NoRootSquash")
        encrypted = encrypt.folds_to("true").because(encrypt.describe())
        squashed = squashes.only_if(squashes_or_not).because(squash.describe())
        nfs = parameter(manifest, "protocol").folds_to("nfs") | parameter(manifest, "fsType").folds_to("nfs")
        return (encrypted & squashed).only_if(is_of(manifest, FILE_DRIVER) & nfs)


check = NfsShareHardened()
