from checkov_aks.terraform.base import (
    FAILED,
    PASSED,
    UNKNOWN,
    Block,
    CheckInfo,
    ResourceCheck,
    Severity,
    Verdict,
)
from checkov_aks.terraform.base.azurerm import SUBNET
from checkov_aks.terraform.base.capacity import demand_for_nodes, demand_for_pods, exactly, usable_addresses
from checkov_aks.terraform.base.subnets import NODE_SUBNET, POD_SUBNET, makes_its_own_nodes, pools_at


class SubnetCapacity(ResourceCheck):
    """With Azure CNI every node takes an address from its subnet and, unless pods live in an overlay or a subnet of
    their own, one for each pod it may run, in advance. A subnet that is full stops the autoscaler on the busiest day,
    and an upgrade that cannot add its surge node stops as well. The range of a subnet in use can hardly be changed.

    Needed are, for each pool, its nodes (`max_count`, or `node_count`) and those that an upgrade adds (`max_surge`, one
    by default), times `max_pods` + 1 in the subnet of the nodes, times `max_pods` in a subnet for pods. Azure keeps
    five addresses of each range. Without `max_pods` AKS takes 30, or 250 in a subnet for pods.

    ## Fails

    ```hcl
    resource "azurerm_subnet" "nodes" {
      address_prefixes = ["10.0.0.0/25"]
    }

    resource "azurerm_kubernetes_cluster" "example" {
      default_node_pool {
        node_count     = 5
        vnet_subnet_id = azurerm_subnet.nodes.id
      }

      network_profile {
        network_plugin = "azure"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_subnet" "nodes" {
      address_prefixes = ["10.0.0.0/24"]
    }

    resource "azurerm_kubernetes_cluster" "example" {
      default_node_pool {
        node_count     = 5
        vnet_subnet_id = azurerm_subnet.nodes.id
      }

      network_profile {
        network_plugin = "azure"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_208",
        title="AKS subnet has addresses for every node and pod",
        severity=Severity.MEDIUM,
        guide="Azure CNI vs Kubenet",
        learn="concepts-network-ip-address-planning",
        fix='Choose larger `address_prefixes`, a lower `max_count`, or `network_plugin_mode = "overlay"`.',
    )
    resources = (SUBNET,)

    def evaluate(self, subnet: Block) -> Verdict:
        usable = usable_addresses(subnet)
        in_nodes, in_pods = pools_at(subnet, NODE_SUBNET), pools_at(subnet, POD_SUBNET)
        pools = in_nodes + in_pods
        if usable is None or not pools.items or makes_its_own_nodes(pools):
            return UNKNOWN
        demands = [*map(demand_for_nodes, in_nodes.items), *map(demand_for_pods, in_pods.items)]
        needed = sum((demand.addresses for demand in demands), exactly(0))
        parts = "; ".join(map(str, demands))
        reason = f"the subnet has {usable} usable addresses and its pools need {needed}: {parts}"
        if needed.low > usable:
            return FAILED.because(reason)
        return PASSED if pools.certain and needed.high <= usable else UNKNOWN


check = SubnetCapacity()
