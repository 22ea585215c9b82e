from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class ContainerInsights(ClusterCheck):
    """A container's output lives on its node and goes when the pod is deleted or the node replaced, and Kubernetes
    keeps events for an hour. After an outage or a break-in nothing is left to read. Container Insights sends container
    logs, events and the cluster's inventory to a Log Analytics workspace, where they can be searched, alerted on and
    kept out of reach of whoever took over the cluster.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      name = "aks"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      oms_agent {
        log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_501",
        title="AKS cluster sends container logs to Log Analytics",
        severity=Severity.MEDIUM,
        guide="Azure Monitor Container Insights",
        learn="monitor-aks",
        fix="Add an `oms_agent` block with the `log_analytics_workspace_id` of your workspace.",
        overlaps=("CKV_AZURE_4",),
        why="A workspace that is null fails, and an unresolved dynamic block is not reported.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        has_agent = cluster.has("oms_agent").because("the Container Insights add-on (`oms_agent`) is not on")
        return has_agent & cluster["oms_agent.log_analytics_workspace_id"].is_set()


check = ContainerInsights()
