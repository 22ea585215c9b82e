from checkov_aks.terraform.base import CheckInfo, Pool, PoolCheck, Severity, Verdict


class HostEncryption(PoolCheck):
    """Azure encrypts managed disks at rest, but temporary disks and the cache of OS and data disks lie on the host.
    Encryption at host covers them too, and the data on its way to the storage cluster.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      host_encryption_enabled = false
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      host_encryption_enabled = true
    }
    ```
    """

    info = CheckInfo(
        id="AKS_606",
        title="AKS node pool encrypts at host",
        severity=Severity.MEDIUM,
        guide="Node Encryption",
        learn="enable-host-encryption",
        fix="Set `host_encryption_enabled = true` on the pool.",
        overlaps=("CKV_AZURE_227",),
        why="An unresolved variable is not reported; every pool is looked at.",
    )

    def evaluate(self, pool: Pool) -> Verdict:
        return pool["host_encryption_enabled"].is_true()


check = HostEncryption()
