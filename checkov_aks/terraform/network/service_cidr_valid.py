from ipaddress import IPv4Network

from checkov_aks.terraform.base import (
    PASSED,
    UNKNOWN,
    Block,
    CheckInfo,
    ClusterCheck,
    Severity,
    Verdict,
    all_of,
    verdict_of,
)
from checkov_aks.terraform.base.azurerm import NODE_POOL
from checkov_aks.terraform.base.subnets import Network, is_usable_in, networks, networks_around

# A larger range than this is refused: https://learn.microsoft.com/azure/aks/configure-azure-cni
WIDEST = 12


class ServiceCidrValid(ClusterCheck):
    """Service addresses exist only inside the cluster. Where their range overlaps a real network, a pod that calls a
    machine there ends up at a service, or nowhere, and neither side logs an error. The DNS service needs an address of
    that range which is not its first: that one belongs to the API server. Neither range can be changed later without a
    new cluster.

    Compared with the subnets of the cluster's node pools, their virtual networks, and the pods' own range.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin = "azure"
        service_cidr   = "10.0.0.0/16"
        dns_service_ip = "10.0.0.1"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin = "azure"
        service_cidr   = "172.16.0.0/16"
        dns_service_ip = "172.16.0.10"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_216",
        title="AKS service range overlaps nothing and holds the DNS service",
        severity=Severity.MEDIUM,
        guide="Private Cluster",
        learn="configure-azure-cni",
        fix="Set `service_cidr` to a range that nothing else uses, at most a /12, and `dns_service_ip` inside it.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        profile = cluster.block("network_profile")
        services = networks(profile["service_cidr"]) or networks(profile["service_cidrs"])
        if not services:
            return UNKNOWN
        pods = networks(profile["pod_cidr"], profile["pod_cidrs"])
        of_pools, are_all = networks_around(cluster, cluster.referrers(NODE_POOL, "kubernetes_cluster_id"))
        apart = _are_apart(services, pods or (), "the pods' own range", pods is not None)
        apart &= _are_apart(services, of_pools, "the node pools' network", are_all)
        dns = profile["dns_service_ip"]
        reason = f"`dns_service_ip` `{dns.text()}` is outside `service_cidr`, or its first address"
        return all_of(map(_is_small, services)) & is_usable_in(services, dns).because(reason) & apart


def _is_small(service: Network) -> Verdict:
    is_small = not isinstance(service, IPv4Network) or service.prefixlen >= WIDEST
    return verdict_of(is_small).because(f"`{service}` is larger than a /{WIDEST}")


def _are_apart(services: tuple[Network, ...], others: tuple[Network, ...], name: str, are_all: bool) -> Verdict:
    apart = all_of(_is_apart(service, other, name) for service in services for other in others)
    return apart & (PASSED if are_all else UNKNOWN)


def _is_apart(service: Network, other: Network, name: str) -> Verdict:
    overlaps = service.version == other.version and service.overlaps(other)
    return verdict_of(not overlaps).because(f"`{service}` overlaps {name} `{other}`")


check = ServiceCidrValid()
