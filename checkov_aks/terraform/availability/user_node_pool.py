from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict
from checkov_aks.terraform.base.azurerm import NODE_POOL


class UserNodePool(ClusterCheck):
    """A cluster with nothing but its default pool runs applications beside CoreDNS and the tunnel to the control plane,
    on machines that cannot be changed without replacing the cluster's own. A user pool has its own machine size, zones,
    scaling and upgrades, can be emptied and deleted, and leaves the system pool alone.

    Node auto-provisioning counts too. Where a pool's cluster is not resolved, or a module that is not in the scan is
    given the cluster, nothing is reported.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      default_node_pool {
        name = "system"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      default_node_pool {
        name = "system"
      }
    }

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = azurerm_kubernetes_cluster.example.id
    }
    ```
    """

    info = CheckInfo(
        id="AKS_704",
        title="AKS cluster has a user node pool",
        severity=Severity.LOW,
        guide="System and User Node Pools",
        learn="use-system-pools",
        fix="Add an `azurerm_kubernetes_cluster_node_pool` with the cluster's id, for your applications.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        pools = cluster.referrers(NODE_POOL, "kubernetes_cluster_id")
        has_pool = pools.any(lambda pool: pool["mode"].is_in("User"))
        makes_nodes = cluster["node_provisioning_profile.mode"].is_in("Auto")
        return (has_pool | makes_nodes).because("no user node pool of this deployment belongs to the cluster")


check = UserNodePool()
