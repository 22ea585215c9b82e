from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict
from checkov_aks.terraform.base.azurerm import NSG, NSG_RULE
from checkov_aks.terraform.base.nsg import EVERY_PORT, covers, is_from_anywhere, is_rule
from checkov_aks.terraform.base.subnets import protects_pools


class NsgDeniesInbound(ResourceCheck):
    """A network security group ends with rules of Azure's own: everything from the virtual network comes in, and that
    word covers peered networks and whatever is connected through a VPN or ExpressRoute. A rule of yours that denies all
    inbound traffic turns the group into a list of what is allowed, and shows up in flow logs.

    Allow `VirtualNetwork` and `AzureLoadBalancer` at a higher priority first, as far as your pods and the health probes
    need them: the rule cuts them off otherwise. Looked at are groups on a subnet of an AKS node pool.

    ## Fails

    ```hcl
    resource "azurerm_network_security_group" "nodes" {
      name = "nodes"
    }

    resource "azurerm_subnet_network_security_group_association" "nodes" {
      subnet_id                 = azurerm_subnet.nodes.id
      network_security_group_id = azurerm_network_security_group.nodes.id
    }

    resource "azurerm_subnet" "nodes" {
      name = "nodes"
    }

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      vnet_subnet_id = azurerm_subnet.nodes.id
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_network_security_group" "nodes" {
      name = "nodes"

      security_rule {
        name                       = "DenyAllInbound"
        priority                   = 4096
        direction                  = "Inbound"
        access                     = "Deny"
        protocol                   = "*"
        source_port_range          = "*"
        destination_port_range     = "*"
        source_address_prefix      = "*"
        destination_address_prefix = "*"
      }
    }

    resource "azurerm_subnet_network_security_group_association" "nodes" {
      subnet_id                 = azurerm_subnet.nodes.id
      network_security_group_id = azurerm_network_security_group.nodes.id
    }

    resource "azurerm_subnet" "nodes" {
      name = "nodes"
    }

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      vnet_subnet_id = azurerm_subnet.nodes.id
    }
    ```
    """

    info = CheckInfo(
        id="AKS_210",
        title="Network security group of AKS denies all other inbound traffic",
        severity=Severity.LOW,
        guide="NSG Configuration",
        learn="concepts-network",
        fix="Allow `VirtualNetwork` and `AzureLoadBalancer` first, then deny `*` to `*` at the lowest priority, 4096.",
    )
    resources = (NSG,)

    def evaluate(self, nsg: Block) -> Verdict:
        inside = nsg.blocks("security_rule")
        outside = nsg.referrers(NSG_RULE, "network_security_group_name")
        denies = (inside + outside).any(_denies_all)
        return denies.because("no rule denies all inbound traffic").only_if(protects_pools(nsg))


def _denies_all(rule: Block) -> Verdict:
    from_all_to_all = covers(rule, "source", [EVERY_PORT]) & covers(rule, "destination", [EVERY_PORT])
    is_everything = rule["protocol"].is_in("*") & rule["destination_address_prefix"].is_in("*", "VirtualNetwork")
    return is_rule(rule, "Deny") & is_everything & is_from_anywhere(rule) & from_all_to_all


check = NsgDeniesInbound()
