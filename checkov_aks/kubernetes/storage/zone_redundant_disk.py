from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict, verdict_of
from checkov_aks.kubernetes.base.azure import DISK_DRIVER
from checkov_aks.kubernetes.base.storage_classes import SKU, ends_with, is_left_out, is_of, parameter


class ZoneRedundantDisk(ManifestCheck):
    """A locally redundant disk lives in one availability zone and only nodes of that zone can attach it. With the
    binding mode `Immediate`, which is the default, the disk is made before a pod is scheduled, in whichever zone
    comes up: the pod then has to follow, and stays pending if that zone has no room or no node of the pool it needs.
    A disk with zone-redundant storage can be attached in every zone, and with `WaitForFirstConsumer` the scheduler
    picks the zone first.

    ## Fails

    ```yaml
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: orders
    provisioner: disk.csi.azure.com
    parameters:
      skuName: Premium_LRS
    volumeBindingMode: Immediate
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
        id="AKS_653",
        title="Storage class does not tie pods to an arbitrary zone",
        severity=Severity.LOW,
        guide="Availability Zones",
        learn="create-volume-azure-disk",
        fix="Set `volumeBindingMode: WaitForFirstConsumer`, or a zone-redundant `skuName` such as `Premium_ZRS`.",
    )
    kinds = ("StorageClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        sku, mode = parameter(manifest, *SKU), manifest["volumeBindingMode"]
        free = ends_with(sku, "_ZRS") | mode.is_in("WaitForFirstConsumer")
        one_zone = is_left_out(sku) | ends_with(sku, "_LRS")
        early = verdict_of(mode.absent) | mode.is_in("Immediate")
        tied = one_zone & early & ~manifest["allowedTopologies"].is_set()
        reason = f"{sku.describe()} and {mode.describe()}"
        return free.only_if(is_of(manifest, DISK_DRIVER) & (free | tied)).because(reason)


check = ZoneRedundantDisk()
