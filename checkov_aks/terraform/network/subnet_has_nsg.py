from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict
from checkov_aks.terraform.base.azurerm import NSG_ASSOCIATION, SUBNET
from checkov_aks.terraform.base.subnets import is_used


class SubnetHasNsg(ResourceCheck):
    """Without a network security group, whatever reaches the virtual network reaches every port of every node: from a
    peered network, through a VPN, from a machine next door. AKS manages a group of its own only on the network cards of
    the nodes, for the services that you publish; a group on the subnet is where you say what else may come in.

    Looked at are subnets that an AKS node pool of the same deployment uses.

    ## Fails

    ```hcl
    resource "azurerm_subnet" "nodes" {
      name = "nodes"
    }

    resource "azurerm_kubernetes_cluster" "example" {
      default_node_pool {
        vnet_subnet_id = azurerm_subnet.nodes.id
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_subnet" "nodes" {
      name = "nodes"
    }

    resource "azurerm_kubernetes_cluster" "example" {
      default_node_pool {
        vnet_subnet_id = azurerm_subnet.nodes.id
      }
    }

    resource "azurerm_subnet_network_security_group_association" "nodes" {
      subnet_id                 = azurerm_subnet.nodes.id
      network_security_group_id = azurerm_network_security_group.nodes.id
    }
    ```
    """

    info = CheckInfo(
        id="AKS_209",
        title="AKS subnet has a network security group",
        severity=Severity.MEDIUM,
        guide="NSG Configuration",
        learn="concepts-network",
        fix="Add an `azurerm_subnet_network_security_group_association` for the subnet.",
    )
    resources = (SUBNET,)

    def evaluate(self, subnet: Block) -> Verdict:
        has_nsg = subnet.referrers(NSG_ASSOCIATION, "subnet_id").exist
        reason = "AKS nodes or pods are in this subnet, and no network security group is associated with it"
        return has_nsg.because(reason).only_if(is_used(subnet))


check = SubnetHasNsg()
