from checkov_aks.terraform.base import FAILED, PASSED, UNKNOWN, CheckInfo, Pool, PoolCheck, Severity, Verdict

SUPPORTED_LINUX = ("azurelinux", "ubuntu")
SUPPORTED_WINDOWS = ("windows2022", "windows2025")
RETIRED = ("cblmariner", "mariner", "windows2019")


class SupportedOsSku(PoolCheck):
    """Microsoft has retired CBL-Mariner (renamed to Azure Linux) and Windows Server 2019 on AKS. A retired system gets
    no more node images: known vulnerabilities of the kernel and the container runtime stay open on every node, and once
    the images are removed the pool cannot be scaled or repaired. Choose Azure Linux or Ubuntu, and for Windows
    workloads Windows Server 2022 or later.

    A cluster's default pool runs the system pods and must be Linux. Without `os_sku` AKS takes Ubuntu. What it takes
    for a Windows pool depends on the Kubernetes version, so such a pool is judged only where `os_sku` is set.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      os_sku = "CBLMariner"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      os_sku = "AzureLinux"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_601",
        title="AKS node pool runs a supported operating system",
        severity=Severity.LOW,
        guide="OS SKU",
        learn="use-azure-linux",
        fix='Set `os_sku = "AzureLinux"` or `"Ubuntu"`; for a Windows user pool `"Windows2022"` or later.',
    )

    def evaluate(self, pool: Pool) -> Verdict:
        sku = pool["os_sku"]
        name = (sku.text() or "").lower()
        if sku.absent:
            return PASSED if pool.is_default else PASSED.only_if(pool["os_type"].is_in("Linux"))
        if name in RETIRED:
            return FAILED.because(f"`os_sku` is `{sku.text()}`, which AKS has retired")
        if name.startswith("windows") and pool.is_default:
            return FAILED.because(f"`os_sku` is `{sku.text()}`, but the default pool must run Linux")
        if name in SUPPORTED_WINDOWS:
            return PASSED.only_if(pool["mode"].is_in("User"))
        return PASSED if name.startswith(SUPPORTED_LINUX) else UNKNOWN


check = SupportedOsSku()
