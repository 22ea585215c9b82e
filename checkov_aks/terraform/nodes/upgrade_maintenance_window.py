from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class UpgradeMaintenanceWindow(ClusterCheck):
    """An automatic upgrade drains and replaces every node of the cluster. Without a window AKS starts one at any hour,
    so pods are moved at peak load, or at night with nobody there to see an application that does not come back.
    `maintenance_window_auto_upgrade` says when upgrades of the cluster may run. The older and coarser
    `maintenance_window` counts too.

    Only clusters with an upgrade channel are judged.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      automatic_upgrade_channel = "patch"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      automatic_upgrade_channel = "patch"

      maintenance_window_auto_upgrade {
        frequency   = "Weekly"
        interval    = 1
        duration    = 4
        day_of_week = "Sunday"
        start_time  = "02:00"
        utc_offset  = "+00:00"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_604",
        title="AKS cluster is upgraded in a maintenance window",
        severity=Severity.LOW,
        guide="Automatic Upgrades",
        learn="planned-maintenance",
        fix="Add a `maintenance_window_auto_upgrade` block.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        is_upgraded = cluster["automatic_upgrade_channel"].is_in("patch", "stable", "rapid", "node-image")
        window = cluster.has("maintenance_window_auto_upgrade") | cluster.has("maintenance_window")
        return window.only_if(is_upgraded)


check = UpgradeMaintenanceWindow()
