from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict
from checkov_aks.terraform.base.azurerm import DIAGNOSTIC_SETTING


class DiagnosticSetting(ClusterCheck):
    """The logs of the control plane, the audit log of the API server among them, are kept nowhere until a diagnostic
    setting sends them somewhere. They tell who read which secret, who changed a role, why the autoscaler did not scale.
    After the event it is too late to switch them on.

    A setting that Azure Policy or another repository makes is not seen: suppress the finding there. Where the target of
    a setting is not resolved, or a module that is not in the scan is given the cluster, nothing is reported.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      name = "aks"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      name = "aks"
    }

    resource "azurerm_monitor_diagnostic_setting" "example" {
      target_resource_id         = azurerm_kubernetes_cluster.example.id
      log_analytics_workspace_id = azurerm_log_analytics_workspace.example.id

      enabled_log {
        category = "kube-audit-admin"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_502",
        title="AKS cluster has a diagnostic setting",
        severity=Severity.MEDIUM,
        guide="Azure Monitor Container Insights",
        learn="monitor-aks",
        fix="Add an `azurerm_monitor_diagnostic_setting` with the cluster's id as `target_resource_id`.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        settings = cluster.referrers(DIAGNOSTIC_SETTING, "target_resource_id")
        return settings.exist.because("no `azurerm_monitor_diagnostic_setting` of this deployment targets the cluster")


check = DiagnosticSetting()
