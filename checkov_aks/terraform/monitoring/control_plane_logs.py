from checkov_aks.terraform.base import FAILED, PASSED, UNKNOWN, Blocks, CheckInfo, Severity, Verdict
from checkov_aks.terraform.base.diagnostics import EVERYTHING, DiagnosticSettingCheck, logs_sent

REQUIRED = ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "cluster-autoscaler", "guard")
AUDIT = ("kube-audit", "kube-audit-admin")


class ControlPlaneLogs(DiagnosticSettingCheck):
    """Each part of the control plane has its log: the API server's requests and errors, the controllers' and the
    scheduler's decisions, the autoscaler's reasons not to scale, `guard`'s sign-ins through Entra ID, and the audit log
    of who did what. One that is missing is missed on the day when it would have told. `kube-audit-admin` is
    `kube-audit` without what only reads, and much cheaper: either will do, and so does the category group `allLogs`.

    Several settings of a cluster are judged together, as each may send a part to somewhere else.

    ## Fails

    ```hcl
    resource "azurerm_monitor_diagnostic_setting" "example" {
      target_resource_id         = azurerm_kubernetes_cluster.example.id
      log_analytics_workspace_id = azurerm_log_analytics_workspace.example.id

      enabled_log {
        category = "kube-apiserver"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_monitor_diagnostic_setting" "example" {
      target_resource_id         = azurerm_kubernetes_cluster.example.id
      log_analytics_workspace_id = azurerm_log_analytics_workspace.example.id

      dynamic "enabled_log" {
        for_each = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "cluster-autoscaler", "guard", "kube-audit-admin"]

        content {
          category = enabled_log.value
        }
      }
    }
    ```
    """  # noqa: E501

    info = CheckInfo(
        id="AKS_503",
        title="AKS diagnostic setting sends every log of the control plane",
        severity=Severity.MEDIUM,
        guide="Azure Monitor Container Insights",
        learn="monitor-aks-reference",
        fix="Add an `enabled_log` block for each missing `category`.",
    )

    def judge(self, settings: Blocks) -> Verdict:
        sent = logs_sent(settings)
        missing = [name for name in REQUIRED if name not in sent.categories]
        if not sent.categories.intersection(AUDIT):
            missing.append(" or ".join(AUDIT))
        if EVERYTHING in sent.categories or not missing:
            return PASSED
        return UNKNOWN if sent.is_open else FAILED.because(f"not sent: {', '.join(missing)}")


check = ControlPlaneLogs()
