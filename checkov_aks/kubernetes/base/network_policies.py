"""Network policies of Kubernetes, Cilium and Calico, read into one form: whom they select, isolate, and let through.

https://kubernetes.io/docs/concepts/services-networking/network-policies/
https://docs.cilium.io/en/stable/security/policy/
https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, all_of, any_of, verdict_of
from checkov_aks.kubernetes.base.labels import selects
from checkov_aks.kubernetes.base.manifest import Manifest
from checkov_aks.kubernetes.base.scan import Scan
from checkov_aks.kubernetes.base.values import ABSENT, Value, read

CALICO: Final = ("CalicoNetworkPolicy", "GlobalNetworkPolicy")
NAMESPACED: Final = ("NetworkPolicy", "CiliumNetworkPolicy", "CalicoNetworkPolicy")
CLUSTER_WIDE: Final = ("CiliumClusterwideNetworkPolicy", "GlobalNetworkPolicy")

DNS_PORT: Final = 53
ANY_PROTOCOL: Final = read("ANY")
WHOLE_INTERNET: Final = read("0.0.0.0/0")

# Cilium selects by a pod's namespace with these keys; the source of a label may be written before them.
CILIUM_NAMESPACE: Final = ("io.kubernetes.pod.namespace", "io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name")
CILIUM_NAMESPACE_LABELS: Final = "io.cilium.k8s.namespace.labels."
CILIUM_PEERS: Final = (
    "Endpoints", "Requires", "CIDR", "CIDRSet", "Entities", "Services", "FQDNs", "Groups", "Nodes"
)  # fmt: skip
CALICO_PEERS: Final = (
    "nets", "notNets", "selector", "notSelector", "namespaceSelector", "services", "serviceAccounts", "domains"
)  # fmt: skip


@dataclass(frozen=True)
class Direction:
    """What one direction of traffic is called: in types, as a section, before Cilium's peers, as Calico's far end."""

    type: str
    section: str
    peers: str
    far_end: str


INGRESS: Final = Direction("Ingress", "ingress", "from", "source")
EGRESS: Final = Direction("Egress", "egress", "to", "destination")
DIRECTIONS: Final = (INGRESS, EGRESS)


@dataclass(frozen=True)
class Addresses:
    """A range of addresses without some smaller ones."""

    cidr: Value
    excepts: Value = ABSENT

    def hold(self, address: str) -> Verdict:
        """Whether an address is in the range and in none of the exceptions."""
        return _holds(self.cidr, address) & ~any_of(_holds(cidr, address) for cidr in self.excepts.each())

    @property
    def are_all(self) -> Verdict:
        """Whether these are all addresses of IPv4 or IPv6, without exception."""
        network = _network(self.cidr)
        return (UNKNOWN if network is None else verdict_of(network.prefixlen == 0)) & ~self.excepts.is_set()


@dataclass(frozen=True)
class Port:
    """A port or a range of ports; without a first one, all ports of the protocol."""

    protocol: Value
    first: Value
    last: Value

    def admits(self, number: int, protocols: tuple[str, ...]) -> Verdict:
        """Whether a port is in the range under one of the protocols. What a name means only the pods tell."""
        protocol = self.protocol.is_in("ANY", *protocols)
        first = self.first.integer()
        if self.first.absent or (first == 0 and self.last.absent):
            return protocol
        if first is None:
            return protocol & UNKNOWN
        last = first if self.last.absent else self.last.integer()
        below = verdict_of(number == first) | (UNKNOWN if last is None else verdict_of(number <= last))
        return protocol & verdict_of(first <= number) & below


@dataclass(frozen=True)
class Rule:
    """What one rule lets through, or denies.

    applies     whether it has that effect at all
    everyone    whether it leaves the other side open
    addresses   the ranges of addresses among the other sides
    others      whether other sides may be any address
    every_port  whether it leaves the port open
    """

    path: str = ""
    applies: Verdict = UNKNOWN
    everyone: Verdict = UNKNOWN
    addresses: tuple[Addresses, ...] = ()
    others: Verdict = UNKNOWN
    every_port: Verdict = UNKNOWN
    ports: tuple[Port, ...] = ()

    @property
    def is_everything(self) -> Verdict:
        """Whether it is about all traffic."""
        return self.applies & self.everyone & self.every_port

    @property
    def is_every_address(self) -> Verdict:
        """Whether it names all addresses, on all ports or some."""
        return self.applies & any_of(addresses.are_all for addresses in self.addresses)

    def admits(self, port: int, *protocols: str) -> Verdict:
        """Whether it is about a port, with somebody."""
        return self.applies & (self.every_port | any_of(p.admits(port, protocols) for p in self.ports))

    def is_about(self, address: str, port: int, protocol: str) -> Verdict:
        """Whether it is about an address outside the cluster and a port there."""
        reaches = self.everyone | any_of(addresses.hold(address) for addresses in self.addresses) | self.others
        return self.admits(port, protocol) & reaches


@dataclass(frozen=True)
class Section:
    """What a policy says of one direction.

    isolates whether the pods that it selects are denied what no policy allows
    denials  rules that win over those that allow
    """

    isolates: Verdict = UNKNOWN
    rules: tuple[Rule, ...] = (Rule(),)
    denials: tuple[Rule, ...] = ()


class Selection(NamedTuple):
    """Whether a selector selects every pod of a namespace, and whether it selects any."""

    every: Verdict
    some: Verdict


NOT_KNOWN: Final = Selection(UNKNOWN, UNKNOWN)


@dataclass(frozen=True)
class Policy:
    """One policy, as seen from a namespace: whether it selects every pod there, and whether it selects any."""

    name: str
    every_pod: Verdict
    some_pods: Verdict
    sections: Mapping[Direction, Section]

    def isolates(self, direction: Direction) -> Verdict:
        """Whether every pod is denied what no policy allows."""
        return self.every_pod & self.sections[direction].isolates

    def frees(self, direction: Direction) -> Verdict:
        """Whether every pod is allowed everything."""
        return self.every_pod & any_of(rule.is_everything for rule in self.sections[direction].rules)

    def frees_addresses(self, direction: Direction) -> Verdict:
        """Whether every pod is allowed all addresses on all ports."""
        rules = self.sections[direction].rules
        return self.every_pod & any_of(rule.is_every_address & rule.every_port for rule in rules)

    def allows(self, port: int, *protocols: str) -> Verdict:
        """Whether a pod may use a port of somebody."""
        return self.some_pods & any_of(rule.admits(port, *protocols) for rule in self.sections[EGRESS].rules)

    def opens(self, address: str, port: int, protocol: str) -> Verdict:
        """Whether a pod may use a port of an address outside the cluster."""
        rules = self.sections[EGRESS].rules
        return self.some_pods & any_of(rule.is_about(address, port, protocol) for rule in rules)

    def blocks(self, address: str, port: int, protocol: str) -> Verdict:
        """Whether every pod is denied a port of an address, whatever else is allowed."""
        denials = self.sections[EGRESS].denials
        return self.every_pod & any_of(rule.is_about(address, port, protocol) for rule in denials)


@dataclass(frozen=True, eq=False)
class Policies:
    """The policies of one namespace."""

    every: tuple[Policy, ...]

    def isolated(self, direction: Direction) -> Verdict:
        """Whether every pod is denied what no policy allows, and no policy allows every pod everything."""
        isolated = any_of(policy.isolates(direction) for policy in self.every)
        return isolated.because(f"no policy denies all {direction.section} by default") & all_of(
            (~policy.frees(direction)).because(f"policy `{policy.name}` allows all {direction.section}")
            for policy in self.every
        )

    def denied(self, direction: Direction) -> Verdict:
        """Whether a direction is denied by default. Whether all addresses include pods depends on the engine."""
        undone = any_of(policy.frees_addresses(direction) for policy in self.every)
        return self.isolated(direction) & (~undone | UNKNOWN)

    @cached_property
    def allow_dns(self) -> Verdict:
        """Whether a policy lets pods ask for names."""
        return any_of(policy.allows(DNS_PORT, "UDP", "TCP") for policy in self.every)

    def close(self, address: str, port: int, protocol: str) -> Verdict:
        """Whether no policy lets pods use a port of an address outside the cluster, or one denies it to all of them."""
        closed = all_of(
            (~policy.opens(address, port, protocol)).because(f"policy `{policy.name}` opens {address}")
            for policy in self.every
        )
        return closed | any_of(policy.blocks(address, port, protocol) for policy in self.every)


@dataclass(frozen=True)
class Source:
    """A policy before it is looked at from a namespace."""

    name: str
    select: Callable[[Value], Selection]
    sections: Mapping[Direction, Section]

    def seen_from(self, namespace: Value) -> Policy:
        """The policy of a whole cluster."""
        return Policy(self.name, *self.select(namespace), self.sections)

    def seen_from_inside(self, namespace: Value, shared: Verdict) -> Policy:
        """The policy of a namespace, which is there for some of its pods; `shared` tells whether it is this one."""
        every, some = self.select(namespace)
        return Policy(self.name, every & shared, some if some.failed else shared, self.sections)


class _Known:
    """What has been read of a scan. What is asked of one object of a namespace is asked of all."""

    def __init__(self, scan: Scan) -> None:
        self.cluster_wide: Final = tuple(source for other in scan.all(*CLUSTER_WIDE) for source in _sources(other))
        self.policies: Final[dict[object, Policies]] = {}


_known: Final[WeakKeyDictionary[Scan, _Known]] = WeakKeyDictionary()


def policies_on(manifest: Manifest, scan: Scan) -> Policies:
    """The policies that apply, or may, to the namespace of an object: of a Namespace, to the pods in it."""
    known = _known.get(scan) or _known.setdefault(scan, _Known(scan))
    namespace = scan.namespace_of(manifest)
    place = (repr(namespace.raw), manifest.namespace.absent, manifest.directory)
    if place not in known.policies:
        inside = (
            source.seen_from_inside(namespace, scan.share_namespace(manifest, other))
            for other in scan.beside(manifest, *NAMESPACED)
            for source in _sources(other)
        )
        known.policies[place] = Policies((*inside, *(source.seen_from(namespace) for source in known.cluster_wide)))
    return known.policies[place]


def network_policy(manifest: Manifest) -> Policy:
    """A NetworkPolicy by itself."""
    (source,) = _sources(manifest)
    return source.seen_from_inside(manifest.namespace, PASSED)


def _sources(manifest: Manifest) -> Iterator[Source]:
    """The policies in an object."""
    name, spec = str(manifest.name.raw)[:80], manifest["spec"]
    if manifest.kind in CALICO:
        yield Source(name, lambda _: _calico_selection(spec), _both(_calico_section, spec))
    elif manifest.is_patch:
        yield Source(name, lambda _: NOT_KNOWN, dict.fromkeys(DIRECTIONS, Section()))
    elif manifest.kind == "NetworkPolicy":
        yield Source(name, partial(_selection, spec["podSelector"]), _both(_section, spec))
    else:
        for rule in (spec, *manifest["specs"].each()):
            yield Source(name, partial(_cilium_selection, rule), _both(_cilium_section, rule))


def _both(section: Callable[[Value, Direction], Section], spec: Value) -> Mapping[Direction, Section]:
    return {direction: section(spec, direction) for direction in DIRECTIONS}


# -- which pods


def _selection(selector: Value, namespace: Value) -> Selection:
    """What a selector of labels selects in a namespace, whose pods may have any labels."""
    pairs = selector["matchLabels"].entries()
    if selector.absent or selector.entries() is None or pairs is None:
        return NOT_KNOWN
    terms = [
        *(_term(key, read({"matchLabels": {key: value.raw}}), FAILED, namespace) for key, value in pairs.items()),
        *(_expression(expression, namespace) for expression in selector["matchExpressions"].each()),
    ]
    return Selection(all_of(term.every for term in terms), all_of(term.some for term in terms))


def _expression(expression: Value, namespace: Value) -> Selection:
    key, operator = expression["key"].text(), expression["operator"]
    # Pods without the label are nearly all: who leaves out a few has a default all the same.
    every = UNKNOWN if operator.unknown or operator.is_in("NotIn", "DoesNotExist").passed else FAILED
    if key is None:
        return NOT_KNOWN
    return _term(key, read({"matchExpressions": [expression.raw]}), every, namespace)


def _term(key: str, selector: Value, every: Verdict, namespace: Value) -> Selection:
    plain = key.removeprefix("k8s:").removeprefix("any:")
    if plain in CILIUM_NAMESPACE:
        chosen = UNKNOWN if namespace.raw is None else selects(selector, read({key: namespace.raw}))
        return Selection(chosen, chosen)
    return Selection(UNKNOWN if plain.startswith(CILIUM_NAMESPACE_LABELS) else every, UNKNOWN)


def _cilium_selection(spec: Value, namespace: Value) -> Selection:
    """Rules with a nodeSelector are about nodes."""
    if not spec["nodeSelector"].absent and spec["endpointSelector"].absent:
        return Selection(FAILED, FAILED)
    return _selection(spec["endpointSelector"], namespace)


def _calico_selection(spec: Value) -> Selection:
    """Other selectors are expressions, which nobody but Calico evaluates."""
    selectors = (spec["selector"], spec["namespaceSelector"], spec["serviceAccountSelector"])
    everything = all(selector.absent or selector.is_in("", "all()").passed for selector in selectors)
    on_hosts = any_of(spec[name].is_true() for name in ("preDNAT", "doNotTrack"))
    return Selection(PASSED if everything and on_hosts.failed else UNKNOWN, UNKNOWN)


# -- what is let through


def _section(spec: Value, direction: Direction) -> Section:
    """Without policyTypes, ingress is isolated always and egress if there are rules for it."""
    rules, types = spec[direction.section], spec["policyTypes"]
    by_default = PASSED if direction is INGRESS else ~_is_empty(rules)
    isolates = _has_type(types, direction) | (_is_empty(types) & by_default)
    return Section(isolates, tuple(_rule(rule, direction, isolates) for rule in rules.each()))


def _rule(rule: Value, direction: Direction, applies: Verdict) -> Rule:
    """Rules of a direction that is not isolated have no effect."""
    peers, ports = rule[direction.peers], rule["ports"]
    blocks = [peer["ipBlock"] for peer in peers.each()]
    return Rule(
        rule.path,
        applies,
        _is_empty(peers),
        tuple(Addresses(block["cidr"], block["except"]) for block in blocks if not block.absent),
        FAILED,
        _is_empty(ports),
        tuple(Port(_or(p["protocol"], "TCP"), p["port"], p["endPort"]) for p in ports.each()),
    )


def _cilium_section(spec: Value, direction: Direction) -> Section:
    """A section with anything in it isolates, even with an empty rule, unless enableDefaultDeny says otherwise."""
    rules, denials = spec[direction.section], spec[direction.section + "Deny"]
    default = spec["enableDefaultDeny"][direction.section]
    isolates = ~(_is_empty(rules) & _is_empty(denials)) if default.absent else default.is_true()
    return Section(
        isolates,
        tuple(_cilium_rule(rule, direction) for rule in rules.each()),
        tuple(_cilium_rule(rule, direction) for rule in denials.each()),
    )


def _cilium_rule(rule: Value, direction: Direction) -> Rule:
    """A rule with ports only is for everyone; an empty one is for nobody."""
    peers = {name: rule[direction.peers + name] for name in CILIUM_PEERS}
    entities, port_rules = peers["Entities"].each(), rule["toPorts"]
    for_nobody = any_of(peer.is_present() for peer in peers.values()) | _is_empty(port_rules)
    world = any_of(entity.is_in("world", "world-ipv4") for entity in entities)
    return Rule(
        rule.path,
        PASSED,
        any_of(entity.is_in("all") for entity in entities) | ~for_nobody,
        (
            *((Addresses(WHOLE_INTERNET),) if world.passed else ()),
            *(Addresses(cidr) for cidr in peers["CIDR"].each()),
            *(Addresses(block["cidr"], block["except"]) for block in peers["CIDRSet"].each()),
        ),
        UNKNOWN & (peers["Groups"].is_set() | peers["Services"].is_set()),
        (_is_empty(port_rules) & _is_empty(rule["icmps"])) | any_of(_is_empty(p["ports"]) for p in port_rules.each()),
        tuple(
            Port(_or(p["protocol"], "ANY"), p["port"], p["endPort"])
            for port_rule in port_rules.each()
            for p in port_rule["ports"].each()
        ),
    )


def _calico_section(spec: Value, direction: Direction) -> Section:
    """Without types, egress is isolated if there are rules for it, and ingress unless there are for egress only."""
    types, ingress, egress = spec["types"], spec["ingress"], spec["egress"]
    by_default = ~_is_empty(egress) if direction is EGRESS else (_is_empty(egress) | ~_is_empty(ingress))
    tier = spec["tier"]
    isolates = (_has_type(types, direction) | (_is_empty(types) & by_default)).only_if(
        verdict_of(tier.absent) | tier.is_in("", "default")
    )
    rules = spec[direction.section].each()
    return Section(
        isolates,
        tuple(_calico_rule(rule, direction, "allow", "pass") for rule in rules),
        tuple(_calico_rule(rule, direction, "deny") for rule in rules),
    )


def _calico_rule(rule: Value, direction: Direction, *actions: str) -> Rule:
    """What a rule does depends on the order of all policies, so that its effect is never proved."""
    far_end, ports = rule[direction.far_end], rule["destination.ports"]
    protocol = _or(rule["protocol"], "ANY")
    return Rule(
        rule.path,
        rule["action"].folds_to(*actions) & UNKNOWN,
        ~any_of(far_end[name].is_set() for name in CALICO_PEERS),
        tuple(Addresses(cidr, far_end["notNets"]) for cidr in far_end["nets"].each()),
        any_of(far_end[name].is_set() for name in ("notNets", "selector", "notSelector", "services")),
        _is_empty(ports) & protocol.is_in("ANY"),
        tuple(_calico_port(protocol, port) for port in ports.each()) or (Port(protocol, ABSENT, ABSENT),),
    )


def _calico_port(protocol: Value, port: Value) -> Port:
    """A number, a name, or a range as `1:100`."""
    first, colon, last = (port.text() or "").partition(":")
    return Port(protocol, read(first), read(last)) if colon else Port(protocol, port, ABSENT)


# -- values


def _has_type(types: Value, direction: Direction) -> Verdict:
    return any_of(type_.is_in(direction.type) for type_ in types.each())


def _is_empty(value: Value) -> Verdict:
    """Whether a list is absent or has no element."""
    items = value.items()
    return UNKNOWN if items is None else verdict_of(not items)


def _or(value: Value, default: str) -> Value:
    return read(default) if value.absent else value


def _network(cidr: Value) -> IPv4Network | IPv6Network | None:
    text = cidr.text()
    try:
        return None if text is None else ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def _holds(cidr: Value, address: str) -> Verdict:
    network = _network(cidr)
    return UNKNOWN if network is None else verdict_of(ip_address(address) in network)
