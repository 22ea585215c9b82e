from checkov_aks.terraform.base import CheckInfo, Pool, PoolCheck, Severity, Verdict


class NodesInOwnSubnet(PoolCheck):
    """Without a subnet of yours, AKS makes a virtual network in the node resource group, whose resources Microsoft does
    not support changing. The nodes then have none of the network security groups, routes through a firewall, peerings
    and private endpoints that your own network gives them. The subnet cannot be changed later without replacing the
    pool.

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
        name           = "system"
        vnet_subnet_id = azurerm_subnet.nodes.id
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_207",
        title="AKS node pool is in a subnet of your own",
        severity=Severity.MEDIUM,
        guide="Azure CNI vs Kubenet",
        learn="configure-azure-cni",
        fix="Set `vnet_subnet_id` of the pool to a subnet that you manage.",
    )

    def evaluate(self, pool: Pool) -> Verdict:
        return pool["vnet_subnet_id"].is_set()


check = NodesInOwnSubnet()
