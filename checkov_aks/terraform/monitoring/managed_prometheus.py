from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class ManagedPrometheus(ClusterCheck):
    """The platform metrics of AKS say how busy nodes and API server are, and little about what runs on them. Azure
    Monitor's managed Prometheus collects the metrics of nodes, kubelets, containers, Kubernetes objects and, where you
    ask for it, your applications. Alert rules then tell of crashing pods, full disks and exhausted quotas before users
    do, and the history shows what came before a failure.

    The block turns on the agent; a data collection rule and its association say which Azure Monitor workspace it feeds.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      name = "aks"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      monitor_metrics {
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_506",
        title="AKS cluster collects Prometheus metrics",
        severity=Severity.LOW,
        guide="-",
        learn="monitor-aks",
        fix="Add a `monitor_metrics` block, and a data collection rule for the cluster.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster.has("monitor_metrics")


check = ManagedPrometheus()
