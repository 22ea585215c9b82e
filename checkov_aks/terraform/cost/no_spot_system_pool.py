from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict


class NoSpotSystemPool(ResourceCheck):
    """System pools run what the cluster cannot do without: CoreDNS, the metrics server, the tunnel to the control
    plane. Azure may evict all machines of a Spot pool at once, at thirty seconds' notice, and may have no others to
    give; name resolution and with it the applications would go down. AKS therefore supports Spot in user pools only.

    Only Spot pools are judged. A cluster's default pool cannot be one.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      mode     = "System"
      priority = "Spot"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      mode     = "User"
      priority = "Spot"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_804",
        title="AKS Spot pool is a user pool",
        severity=Severity.HIGH,
        guide="Spot Node Pools",
        learn="spot-node-pool",
        fix='Set `mode = "User"`, or `priority = "Regular"` for a system pool; a new priority replaces the pool.',
    )
    resources = ("azurerm_kubernetes_cluster_node_pool",)

    def evaluate(self, pool: Block) -> Verdict:
        is_spot = pool["priority"].is_in("Spot")
        return pool["mode"].sorts(passed=("User",), failed=("System",)).only_if(is_spot)


check = NoSpotSystemPool()
