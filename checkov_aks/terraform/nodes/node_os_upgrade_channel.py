from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class NodeOsUpgradeChannel(ClusterCheck):
    """Fixes for the nodes' operating system appear far more often than Kubernetes versions. With `NodeImage` AKS
    replaces the nodes by ones with a fresh image every week; `SecurityPatch` brings security fixes only, in place where
    it can. Both are tested by AKS and keep to the maintenance window.

    With `None` the nodes stay as they were created, and an attacker who gets out of a container meets a kernel with
    known holes. `Unmanaged` leaves patching to the system itself: at its own hours, with new nodes unpatched at first,
    and not at all on Windows.

    Where nothing is set, azurerm v4 and v5 choose `NodeImage`. Older versions leave the choice to Azure, so there an
    absent channel is not judged.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      node_os_upgrade_channel = "None"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      node_os_upgrade_channel = "NodeImage"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_603",
        title="AKS keeps the nodes' operating system up to date",
        severity=Severity.MEDIUM,
        guide="Automatic Upgrades",
        learn="auto-upgrade-node-os-image",
        fix='Set `node_os_upgrade_channel = "NodeImage"` or `"SecurityPatch"`.',
    )

    def evaluate(self, cluster: Block) -> Verdict:
        channel = cluster["node_os_upgrade_channel"]
        return channel.sorts(passed=("NodeImage", "SecurityPatch"), failed=("None", "Unmanaged"))


check = NodeOsUpgradeChannel()
