"""The subnets that AKS node pools use, and what lies in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from checkov_aks.common.verdict import PASSED, UNKNOWN, Verdict, verdict_of
from checkov_aks.terraform.base.azurerm import CLUSTER, NODE_POOL, NSG_ASSOCIATION, SUBNET, VNET
from checkov_aks.terraform.base.block import Block, Blocks, Resource, once
from checkov_aks.terraform.base.checks import Pool
from checkov_aks.terraform.base.targets import Target
from checkov_aks.terraform.base.values import UNRESOLVED, Value

NODE_SUBNET: Final = "vnet_subnet_id"
POD_SUBNET: Final = "pod_subnet_id"
DEFAULT_POOL: Final = "default_node_pool"

Network = IPv4Network | IPv6Network


def pools_at(subnet: Block, attribute: str) -> Blocks:
    """The pools that point at a subnet, or at one inside a virtual network, with one of the two attributes."""
    default = subnet.referrers(CLUSTER, f"{DEFAULT_POOL}.{attribute}")
    pools = tuple(Pool(cluster.resource, DEFAULT_POOL) for cluster in default.items)
    others = subnet.referrers(NODE_POOL, attribute)
    return Blocks(pools + tuple(Pool(pool.resource) for pool in others.items), default.certain and others.certain)


def remembered(question: Callable[[Block], Verdict]) -> Callable[[Block], Verdict]:
    """A question that is asked of each resource once."""

    @once
    def answer(resource: Resource) -> Verdict:
        return question(Block(resource))

    @wraps(question)
    def ask(block: Block) -> Verdict:
        return answer(block.resource)

    return ask


@remembered
def is_used(subnet: Block) -> Verdict:
    """Whether any AKS pool of the scan uses a subnet."""
    return pools_at(subnet, NODE_SUBNET).exist | pools_at(subnet, POD_SUBNET).exist


@remembered
def protects_pools(nsg: Block) -> Verdict:
    """Whether a network security group lies on a subnet that an AKS pool uses."""
    attached = nsg.referrers(NSG_ASSOCIATION, "network_security_group_id")
    return attached.any(_is_on_pools) | nsg.referrers(VNET, "subnet[].security_group").any(_is_inline_used)


def _is_on_pools(association: Block) -> Verdict:
    subnet = association.target("subnet_id")
    return subnet.blocks(SUBNET).any(is_used) | subnet.blocks(f"data.{SUBNET}").any(is_used)


def _is_inline_used(inline: Block) -> Verdict:
    """Whether a pool uses a subnet written inside its virtual network."""
    network = Block(inline.resource.whole)
    users = Blocks((), True)
    for attribute in (NODE_SUBNET, POD_SUBNET):
        users += pools_at(network, attribute)
    return users.any(lambda pool: _is_in(pool, inline, network.blocks("subnet")))


def _is_in(pool: Block, inline: Block, siblings: Blocks) -> Verdict:
    """Whether a pool's subnet is this one of a virtual network's."""
    name, is_only_one = inline["name"].text(), siblings.certain and len(siblings.items) == 1
    references = [pool.target(attribute).reference for attribute in (NODE_SUBNET, POD_SUBNET)]
    named = [r.rest.rpartition("/")[2] for r in references if r and r.type == VNET and r.rest]
    if named:
        return verdict_of(name in named) if name else UNKNOWN
    return PASSED if is_only_one else UNKNOWN


def cluster_of(pool: Pool) -> Blocks:
    """The cluster of a pool."""
    if pool.is_default:
        return Blocks((Block(pool.resource),), True)
    return pool.target("kubernetes_cluster_id").blocks(CLUSTER)


def makes_its_own_nodes(pools: Blocks) -> bool:
    """Whether a cluster of these pools adds nodes by itself, in whatever number, or may."""
    clusters = [cluster for pool in pools.items for cluster in cluster_of(Pool(pool.resource, pool.path)).items]
    return not all(cluster["node_provisioning_profile.mode"].is_in("Auto").failed for cluster in clusters)


def networks_around(cluster: Block, own_pools: Blocks) -> tuple[tuple[Network, ...], bool]:
    """The address ranges of a cluster's subnets and of their virtual networks, and whether these are all.

    own_pools   the cluster's pools besides the default one
    """
    pools = (Pool(cluster.resource, DEFAULT_POOL), *(Pool(pool.resource) for pool in own_pools.items))
    targets = [pool.target(attribute) for pool in pools for attribute in (NODE_SUBNET, POD_SUBNET)]
    parts = [networks(*values) for target in targets if not target.value.absent for values in _ranges_of(target)]
    found = {each for part in parts for each in part or ()}
    return tuple(sorted(found, key=str)), own_pools.certain and None not in parts


def _ranges_of(target: Target) -> Iterator[tuple[Value, ...]]:
    """The attributes with the ranges of a subnet and of its virtual network; what is not known is UNRESOLVED."""
    subnets, around = target.blocks(SUBNET), target.blocks(VNET)
    if subnets.certain and subnets.items:
        yield (subnets.items[0]["address_prefixes"],)
        around = subnets.items[0].target("virtual_network_name").blocks(VNET, "name")
    is_known = around.certain and bool(around.items)
    yield (around.items[0]["address_space"],) if is_known else (UNRESOLVED,)


def networks(*values: Value) -> tuple[Network, ...] | None:
    """The address ranges that attributes hold, a text or list each; None if one of them is not known."""
    found: list[Network] = []
    for value in values:
        items = (value,) if value.text() else value.items()
        if items is None:
            return None
        for item in items:
            try:
                found.append(ip_network(item.text() or "?", strict=False))
            except ValueError:
                return None
    return tuple(found)


def is_usable_in(ranges: tuple[Network, ...], value: Value) -> Verdict:
    """Whether an address lies in one of the ranges and is not its first. Absent means that Azure chooses one."""
    try:
        address = ip_address(value.text() or "?")
    except ValueError:
        return PASSED if value.absent else UNKNOWN
    around = [each for each in ranges if each.version == address.version and address in each]
    return verdict_of(any(int(address) - int(each.network_address) > 1 for each in around))
