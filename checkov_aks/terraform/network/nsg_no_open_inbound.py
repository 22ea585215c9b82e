from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict
from checkov_aks.terraform.base.azurerm import NSG, NSG_RULE
from checkov_aks.terraform.base.nsg import ANYWHERE_IPV6, is_from_anywhere, is_rule, reaches
from checkov_aks.terraform.base.subnets import protects_pools

# SSH, RDP, the kubelet's API and its read-only port, node ports.
DANGEROUS = (range(22, 23), range(3389, 3390), range(10250, 10251), range(10255, 10256), range(30000, 32768))
WITHOUT_PORTS = ("Icmp", "Esp", "Ah")


class NsgNoOpenInbound(ResourceCheck):
    """On a node, SSH and RDP mean a shell, the kubelet's port 10250 runs commands in every pod, 10255 tells what runs
    there, and 30000 to 32767 are the node ports of services that nobody meant to publish. A rule that lets the Internet
    reach them waits for the day a node gets a public address or sits behind a load balancer rule.

    Services of type LoadBalancer need no such rule: AKS opens what they publish. Looked at are rules of groups on a
    subnet of an AKS node pool.

    ## Fails

    ```hcl
    resource "azurerm_network_security_group" "nodes" {
      name = "nodes"

      security_rule {
        name                   = "ssh"
        direction              = "Inbound"
        access                 = "Allow"
        protocol               = "Tcp"
        destination_port_range = "22"
        source_address_prefix  = "*"
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

    ## Passes

    ```hcl
    resource "azurerm_network_security_group" "nodes" {
      name = "nodes"

      security_rule {
        name                   = "https"
        direction              = "Inbound"
        access                 = "Allow"
        protocol               = "Tcp"
        destination_port_range = "443"
        source_address_prefix  = "Internet"
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
        id="AKS_211",
        title="Network security group of AKS keeps the Internet from node ports",
        severity=Severity.HIGH,
        guide="NSG Configuration",
        learn="operator-best-practices-network",
        fix="Set `source_address_prefix` to known addresses, and `destination_port_range` to what is published.",
    )
    resources = (NSG_RULE, NSG)

    def evaluate(self, subject: Block) -> Verdict:
        if subject.type == NSG:
            rules = subject.blocks("security_rule")
            opens, has_allow = rules.any(lambda rule: _allows(rule) & _opens(rule)), rules.any(_allows)
            return (~opens).because(REASON).only_if(has_allow & protects_pools(subject))
        groups = subject.target("network_security_group_name").blocks(NSG, "name")
        is_looked_at = _allows(subject) & groups.any(protects_pools)
        return (~_opens(subject)).because(REASON).only_if(is_looked_at)


REASON = "the Internet may reach SSH, RDP, the kubelet or node ports of AKS nodes"


def _allows(rule: Block) -> Verdict:
    return is_rule(rule, "Allow") & ~rule["protocol"].is_in(*WITHOUT_PORTS)


def _opens(rule: Block) -> Verdict:
    return is_from_anywhere(rule, ANYWHERE_IPV6) & reaches(rule, DANGEROUS)


check = NsgNoOpenInbound()
