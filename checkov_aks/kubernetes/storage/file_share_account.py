from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import FILE_DRIVER
from checkov_aks.kubernetes.base.storage_classes import is_not, is_of, parameter


class FileShareAccount(ManifestCheck):
    """The Azure Files driver makes a storage account for the shares of a storage class where it finds none that fits.
    With `allowBlobPublicAccess: "true"` containers in that account can be opened to anonymous readers, and with
    `publicNetworkAccess: Enabled` everyone who has the account's key reaches it from the internet, though only the
    nodes need it. A storage class that names an account is not judged: its settings are made elsewhere.

    ## Fails

    ```yaml
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: orders
    provisioner: file.csi.azure.com
    parameters:
      skuName: Premium_ZRS
      allowBlobPublicAccess: "true"
    ```

    ## Passes

    ```yaml
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: orders
    provisioner: file.csi.azure.com
    parameters:
      skuName: Premium_ZRS
      networkEndpointType: privateEndpoint
      allowBlobPublicAccess: "false"
      publicNetworkAccess: Disabled
    ```
    """

    info = CheckInfo(
        id="AKS_654",
        title="Storage class makes storage accounts that are not public",
        severity=Severity.MEDIUM,
        guide="-",
        learn="create-volume-azure-files",
        fix='Set `allowBlobPublicAccess: "false"` and `publicNetworkAccess: Disabled` in `parameters`.',
    )
    kinds = ("StorageClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        no_blobs = is_not(parameter(manifest, "allowBlobPublicAccess"), "true")
        private = is_not(parameter(manifest, "publicNetworkAccess"), "Enabled")
        makes_account = ~parameter(manifest, "storageAccount").is_set()
        return (no_blobs & private).only_if(is_of(manifest, FILE_DRIVER) & makes_account)


check = FileShareAccount()
