from checkov_aks.terraform.base import FAILED, UNKNOWN, Block, CheckInfo, ClusterCheck, Severity, Verdict


class NodeOsMaintenanceWindow(ClusterCheck):
    """Updates of the nodes' operating system come about weekly, and most of them drain and reimage each node. Without a
    window AKS does so at any hour, and pods are moved at peak load. `maintenance_window_node_os` says when it may. The
    older and coarser `maintenance_window` counts too.

    Where `node_os_upgrade_channel` is not set, azurerm v4 and v5 choose `NodeImage`, so updates come there as well.
    Clusters whose channel is off, or not known to be on, are not reported.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      node_os_upgrade_channel = "NodeImage"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      node_os_upgrade_channel = "NodeImage"

      maintenance_window_node_os {
        frequency   = "Weekly"
        interval    = 1
        duration    = 4
        day_of_week = "Sunday"
        start_time  = "03:00"
        utc_offset  = "+00:00"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_605",
        title="AKS updates the nodes' operating system in a maintenance window",
        severity=Severity.LOW,
        guide="Automatic Upgrades",
        learn="planned-maintenance",
        fix="Add a `maintenance_window_node_os` block.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        channel = cluster["node_os_upgrade_channel"]
        window = cluster.has("maintenance_window_node_os") | cluster.has("maintenance_window")
        if channel.is_in("None", "Unmanaged").passed:
            return UNKNOWN
        return window | FAILED.only_if(channel.is_in("NodeImage", "SecurityPatch"))


check = NodeOsMaintenanceWindow()
