from checkov_aks.terraform.base import FAILED, UNKNOWN, Block, CheckInfo, ResourceCheck, Severity, Verdict
from checkov_aks.terraform.base.azurerm import NSG, NSG_RULE
from checkov_aks.terraform.base.nsg import covers_all, is_from_anywhere, is_rule
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
    ports = covers_all(rule, "source") & covers_all(rule, "destination")
    is_all = rule["protocol"].is_in("*") & is_from_anywhere(rule) & ports & _is_to_all(rule)
    return is_rule(rule, "Deny") & is_all


def _is_to_all(rule: Block) -> Verdict:
    """Whether the destination is everything. Whether an address range is all of the subnet, the rule does not tell."""
    prefix = rule["destination_address_prefix"]
    text = prefix.text()
    is_range = text is None or "." in text
    return prefix.is_in("*", "Any", "VirtualNetwork", "0.0.0.0/0") | (UNKNOWN if is_range else FAILED)


check = NsgDeniesInbound()
