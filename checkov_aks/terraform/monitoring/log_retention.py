from checkov_aks.common.settings import current
from checkov_aks.terraform.base import (
    UNKNOWN,
    Block,
    Blocks,
    CheckInfo,
    ResourceCheck,
    Severity,
    Verdict,
    any_of,
    verdict_of,
)
from checkov_aks.terraform.base.azurerm import CLUSTER, DIAGNOSTIC_SETTING, WORKSPACE
from checkov_aks.terraform.base.diagnostics import logs_sent

FROM_CLUSTERS = ("oms_agent", "microsoft_defender")


class LogRetention(ResourceCheck):
    """A break-in is found weeks or months after it happened. A Log Analytics workspace keeps logs for 30 days unless it
    is told otherwise, and what is gone cannot tell how the attacker came in and what else was touched. How many days
    are enough is for you to say: the setting `min_retention_days`, 90 by default.

    Looked at are workspaces that a cluster's Container Insights, Defender or diagnostic settings write to.

    ## Fails

    ```hcl
    resource "azurerm_log_analytics_workspace" "logs" {
      name              = "logs"
      retention_in_days = 30
    }

    resource "azurerm_kubernetes_cluster" "example" {
      oms_agent {
        log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_log_analytics_workspace" "logs" {
      name              = "logs"
      retention_in_days = 90
    }

    resource "azurerm_kubernetes_cluster" "example" {
      oms_agent {
        log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_505",
        title="AKS logs are kept long enough",
        severity=Severity.LOW,
        guide="Azure Monitor Container Insights",
        learn="monitor-aks",
        fix="Set `retention_in_days = 90` on the workspace, or what your rules ask for.",
    )
    resources = (WORKSPACE,)

    def evaluate(self, workspace: Block) -> Verdict:
        retention, wanted = workspace["retention_in_days"], current().min_retention_days
        days = retention.number()
        reason = f"{retention.describe()}, fewer than the {wanted} days of the setting `min_retention_days`"
        is_kept = UNKNOWN if days is None else verdict_of(days >= wanted).because(reason)
        by_clusters = any_of(_is_written_to(workspace, block) for block in FROM_CLUSTERS)
        by_settings = workspace.referrers(DIAGNOSTIC_SETTING, "log_analytics_workspace_id").any(_sends_logs)
        return is_kept.only_if(by_clusters | by_settings)


def _is_written_to(workspace: Block, block: str) -> Verdict:
    clusters = workspace.referrers(CLUSTER, f"{block}.log_analytics_workspace_id")
    return clusters.any(lambda cluster: cluster.has(block))


def _sends_logs(setting: Block) -> Verdict:
    """Whether a setting of a cluster is known to send any logs, not metrics alone."""
    sent = logs_sent(Blocks((setting,), True))
    return setting.target("target_resource_id").is_a(CLUSTER) & verdict_of(bool(sent.categories))


check = LogRetention()
