"""How many addresses a node pool needs in its subnets, as far as the files tell: a lower and an upper bound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network
from math import ceil, inf
from typing import Final

from checkov_aks.terraform.base.block import Block
from checkov_aks.terraform.base.checks import Pool
from checkov_aks.terraform.base.subnets import POD_SUBNET, cluster_of, networks
from checkov_aks.terraform.base.values import Value

# Azure keeps the first four addresses of a subnet and the last:
# https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning
RESERVED: Final = 5
MAX_PODS: Final = 30
MAX_PODS_IN_POD_SUBNET: Final = 250
# What AKS accepts: https://learn.microsoft.com/azure/aks/quotas-skus-regions
FEWEST_PODS, MOST_PODS = 10, 250


@dataclass(frozen=True)
class Bounds:
    """A number between two others, both included."""

    low: float
    high: float

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Bounds) -> Bounds:
        return Bounds(self.low * other.low, self.high * other.high)

    def or_(self, other: Bounds) -> Bounds:
        """Either of the two."""
        return Bounds(min(self.low, other.low), max(self.high, other.high))

    def __str__(self) -> str:
        return f"{self.low:.0f}" if self.low == self.high else f"at least {self.low:.0f}"


def exactly(number: float) -> Bounds:
    """A number that is known."""
    return Bounds(number, number)


ONE: Final = exactly(1)


@dataclass(frozen=True)
class Demand:
    """What one pool needs in one subnet: nodes, those for an upgrade included, times addresses each."""

    pool: str
    nodes: Bounds
    surge: Bounds
    each: Bounds

    @property
    def addresses(self) -> Bounds:
        """The whole."""
        return (self.nodes + self.surge) * self.each

    def __str__(self) -> str:
        return f"`{self.pool}` ({self.nodes} + {self.surge} nodes) x {self.each} = {self.addresses}"


def usable_addresses(subnet: Block) -> int | None:
    """The addresses that a subnet has for nodes and pods, over its IPv4 ranges; None if these are not known."""
    ranges = networks(subnet["address_prefixes"])
    sizes = [network.num_addresses - RESERVED for network in ranges or () if isinstance(network, IPv4Network)]
    return sum(size for size in sizes if size > 0) if sizes else None


def demand_for_nodes(pool: Block) -> Demand:
    """What a pool needs in the subnet of its nodes."""
    assert isinstance(pool, Pool)
    per_node = ONE + _pods(pool["max_pods"], MAX_PODS)
    pods = pool[POD_SUBNET]
    without = _by_mode(pool, per_node)
    each = without if pods.absent else ONE if pods.is_set().passed else ONE.or_(without)
    return Demand(pool["name"].text() or pool.name, *_nodes(pool), each)


def demand_for_pods(pool: Block) -> Demand:
    """What a pool needs in the subnet of its pods."""
    assert isinstance(pool, Pool)
    each = _pods(pool["max_pods"], MAX_PODS_IN_POD_SUBNET)
    return Demand(pool["name"].text() or pool.name, *_nodes(pool), each)


def _by_mode(pool: Pool, per_node: Bounds) -> Bounds:
    """The addresses of a node without pod subnet: its pods' too, unless they live in a range of their own."""
    clusters = cluster_of(pool)
    if not (clusters.certain and clusters.items):
        return ONE.or_(per_node)
    profile = clusters.items[0].block("network_profile")
    is_flat = profile["network_plugin"].is_in("azure") & ~profile["network_plugin_mode"].is_in("overlay")
    return per_node if is_flat.passed else ONE if is_flat.failed else ONE.or_(per_node)


def _nodes(pool: Pool) -> tuple[Bounds, Bounds]:
    """The nodes of a pool at most, and those that an upgrade adds."""
    scales = pool["auto_scaling_enabled"].is_true()
    counts = pool["max_count"], pool["node_count"]
    # A pool of its own may have no nodes.
    any_number = Bounds(1 if pool.is_default else 0, inf)
    known = (count.number() for count in counts)
    most, fixed = (any_number if number is None else exactly(number) for number in known)
    nodes = most if scales.passed else fixed if scales.failed else most.or_(fixed)
    return nodes, _surge(pool, nodes)


def _surge(pool: Pool, nodes: Bounds) -> Bounds:
    """A number, or a percentage of the nodes rounded up; one unless it is set, none for Spot."""
    surge, instead = pool["upgrade_settings.max_surge"], pool["upgrade_settings.max_unavailable"]
    if pool.is_spot.passed or (surge.absent and instead.is_set().passed):
        return exactly(0)
    if surge.absent and pool.is_spot.failed and instead.is_set().failed:
        return ONE
    match = re.fullmatch(r"([0-9]{1,9})(%?)", surge.text() or "")
    if match is None or pool.is_spot.unknown:
        return Bounds(0, inf)
    number = int(match[1])
    if not match[2]:
        return exactly(number)
    low, high = (each if each == inf else max(1, ceil(each * number / 100)) for each in (nodes.low, nodes.high))
    return Bounds(low, high)


def _pods(value: Value, default: int) -> Bounds:
    """The pods of a node as far as they are known; absent is the default."""
    number = value.number()
    if number is not None:
        return exactly(number)
    return exactly(default) if value.absent else Bounds(FEWEST_PODS, MOST_PODS)
