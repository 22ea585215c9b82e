from checkov_aks.terraform.base import Blocks, CheckInfo, Severity, Verdict
from checkov_aks.terraform.base.diagnostics import DiagnosticSettingCheck, sends_metrics


class PlatformMetrics(DiagnosticSettingCheck):
    """The platform metrics of a cluster (API server load, unschedulable pods, the state of nodes and their disks) are
    kept for 93 days in a place of their own. With the logs, in one workspace, they can be queried together, kept for
    longer, and used in one alert.

    Several settings of a cluster are judged together.

    ## Fails

    ```hcl
    resource "azurerm_monitor_diagnostic_setting" "example" {
      target_resource_id         = azurerm_kubernetes_cluster.example.id
      log_analytics_workspace_id = azurerm_log_analytics_workspace.example.id

      enabled_log {
        category_group = "allLogs"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_monitor_diagnostic_setting" "example" {
      target_resource_id         = azurerm_kubernetes_cluster.example.id
      log_analytics_workspace_id = azurerm_log_analytics_workspace.example.id

      enabled_log {
        category_group = "allLogs"
      }

      enabled_metric {
        category = "AllMetrics"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_504",
        title="AKS diagnostic setting sends platform metrics",
        severity=Severity.LOW,
        guide="Azure Monitor Container Insights",
        learn="monitor-aks",
        fix='Add `enabled_metric { category = "AllMetrics" }`; up to azurerm v4.30 the block is called `metric`.',
    )

    def judge(self, settings: Blocks) -> Verdict:
        return settings.any(sends_metrics).because("no diagnostic setting of the cluster sends `AllMetrics`")


check = PlatformMetrics()
