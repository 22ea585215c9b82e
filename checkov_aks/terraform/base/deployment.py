"""A root module with its local modules, or a plan file: its resources, and who points at whom. Indexed once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from checkov_aks.terraform.base.azurerm import CARRIERS, ONLY_TYPE, RESOURCE_GROUP, SUBNET, VNET
from checkov_aks.terraform.base.block import Block, Blocks, Resource
from checkov_aks.terraform.base.definitions import Leaf, Scope, is_override, overridden
from checkov_aks.terraform.base.evaluation import INSTANCE, Root, module_steps
from checkov_aks.terraform.base.plan import Plan
from checkov_aks.terraform.base.references import (
    HOLE,
    TRAVERSAL,
    Place,
    Reference,
    everything_in,
    has_known_keys,
    key_of,
    repeated_over,
    texts_in,
)
from checkov_aks.terraform.base.targets import Target, is_foreign, taken_by
from checkov_aks.terraform.base.versions import admitted
from checkov_aks.terraform.base.witnesses import (
    MISJUDGED,
    ConfiguredSource,
    EvaluatedSource,
    PlannedSource,
    PlanSource,
    Written,
)

Conf = Mapping[str, Any]
Confs = Mapping[str, list[tuple[str, Conf]]]

IGNORED: Final = re.compile(r"\[[^\]]*\]|\$\{|\}|\"")
# A count or for_each that is written out and makes nothing.
EMPTY: Final[tuple[list[Any], ...]] = ([0], [[]], [{}], [False], ["${toset([])}"])
# How a count repeats a resource for each instance of another, or once if there is any.
COUNTED: Final = re.compile(r"\$\{\s*length\(([\w.-]+)\)(\s*>\s*0\s*\?\s*1\s*:\s*0)?\s*\}")
# Arguments of a module call that hand nothing over.
META_ARGUMENTS: Final = {"source", "version", "providers", "depends_on", "count"}
# How an expression points at a subnet written inside a virtual network.
INLINE_SUBNET: Final = re.compile(r"/subnets/([^/]+)")
INLINE_ATTRIBUTES: Final = ("subnet", "subnet.id")


@dataclass(eq=False)
class Deployment:
    """What is deployed together. Nothing in it is related to anything outside.

    resources   by address without instance keys
    by_id       resources that exist already, by type and id in lower case
    numberless  types of which there may be more: a for_each depends on what is not known
    given_away  addresses without instance keys of what is handed to others that may make more of it unseen
    blind       there is more than can be seen: a file does not parse, or a plan is of a part only
    """

    resources: Mapping[str, tuple[Resource, ...]]
    by_id: dict[tuple[str, str], Resource] = field(default_factory=dict)
    numberless: set[str] = field(default_factory=set)
    given_away: set[str] = field(default_factory=set)
    blind: bool = False
    _referrers: dict[tuple[str, str], _Referrers] = field(default_factory=dict)
    _looked_up: dict[Resource, Resource | None] = field(default_factory=dict)
    _found_by_name: dict[tuple[str, tuple[str, ...], str], tuple[tuple[Resource, ...], bool]] = field(
        default_factory=dict
    )
    _named_by_type: dict[str, Mapping[str, list[Resource]]] = field(default_factory=dict)
    _together: dict[tuple[Resource | str, str, str, frozenset[str]], Blocks] = field(default_factory=dict)

    def at(self, address: str) -> tuple[Resource, ...]:
        """The instances that an address may stand for: it may lack instance keys."""
        bare = INSTANCE.sub("", address)
        candidates = self.resources.get(bare, ())
        if address == bare:
            return candidates
        if address in self._by_address:
            return (self._by_address[address],)
        return tuple(each for each in candidates if stands_for(address, each.address))

    def of_type(self, type_: str) -> tuple[Resource, ...]:
        """Every resource of a type."""
        return tuple(self._by_type.get(type_, ()))

    def resolve(self, target: Target, type_: str, attribute: str) -> tuple[tuple[Resource, ...], bool]:
        """See `Home`."""
        target = self._passed_on(target)
        if target.value.absent:
            return (), True
        reference = target.reference
        if reference is not None:
            return self._of_reference(target, reference, type_, attribute)
        if target.text is None:
            return (), target.is_a(type_, attribute).failed
        if attribute == "name":
            return self._named(type_, (target.text,), target.block["resource_group_name"].text() or "")
        return self._of_id(target, type_)

    def referrers(self, resource: Resource, type_: str, path: str, conditions: frozenset[str]) -> Blocks:
        """See `Home`."""
        found = self._referrers_by(type_, path)
        bare = INSTANCE.sub("", resource.address)
        entries = found.known.get(resource, ())
        sure = _existing(entries, conditions)
        is_open = found.is_open or type_ in self.numberless
        is_doubted = is_open or bare in found.doubted or bare in self.given_away or self.blind
        return Blocks(sure, len(sure) == len(entries) and not is_doubted)

    def companions(self, target: Target) -> Blocks:
        """See `Home`."""
        type_, path, own = target.block.type, target.name, target.block.resource.condition
        resource = self._pointed_at(target)
        hub = resource or _spot(target)
        if not hub:
            return Blocks((target.block,), False)
        conditions = frozenset(("", own, resource.condition if resource else ""))
        key = (hub, type_, path, conditions)
        if key not in self._together:
            self._together[key] = (
                self.referrers(hub, type_, path, conditions)
                if isinstance(hub, Resource)
                else self._at_spot(hub, type_, path, conditions)
            )
        return self._together[key]

    def _at_spot(self, spot: str, type_: str, path: str, conditions: frozenset[str]) -> Blocks:
        """The resources that point at something outside the deployment."""
        found = self._referrers_by(type_, path)
        entries = found.by_spot[spot]
        sure = _existing(entries, conditions)
        return Blocks(sure, len(sure) == len(entries) and not found.is_open and not self.blind)

    def _referrers_by(self, type_: str, path: str) -> _Referrers:
        key = (type_, path)
        if key not in self._referrers:
            self._referrers[key] = self._index(type_, path)
        return self._referrers[key]

    def _pointed_at(self, target: Target) -> Resource | None:
        """The one resource that a target is; one that a data source looks up is that resource."""
        attribute = "name" if target.name.endswith("_name") else "id"
        for type_ in _types_at(target):
            resources, certain = self.resolve(target, type_, attribute)
            if certain and resources:
                return self._managed(resources[0]) or resources[0]
        return None

    def _managed(self, source: Resource) -> Resource | None:
        """The resource of this deployment that a data source looks up by its name, if it is one."""
        if source.type.startswith("data.") and source not in self._looked_up:
            type_ = source.type.removeprefix("data.")
            found, certain = self.resolve(Block(source).target("name"), type_, "name")
            self._looked_up[source] = found[0] if found and certain else None
        return self._looked_up.get(source)

    def give_away_looked_up(self) -> None:
        """Whoever is handed a data source is handed what it looks up."""
        sources = (each for bare in self.given_away if "data." in bare for each in self.at(bare))
        found = [managed for each in sources if (managed := self._managed(each)) is not None]
        self.given_away |= {INSTANCE.sub("", each.address) for each in found}

    def _index(self, type_: str, path: str) -> _Referrers:
        """What every resource of a type points at with an attribute, in one pass."""
        found = _Referrers()
        for resource in self.of_type(type_):
            for block, name in _places(Block(resource), path):
                self._enter(found, block.target(name), block)
            if path.partition("[].")[1] and not Block(resource).blocks(path.partition("[].")[0]).certain:
                found.is_open = True
        return found

    def _passed_on(self, target: Target) -> Target:
        """What an attribute points at that is another one, which takes an id itself: a cluster's `vnet_subnet_id`."""
        reference = target.reference
        if reference is None or reference.attribute is None or taken_by(reference) is None:
            return target
        found = self.at(reference.address)
        other = Block(found[0]).target(reference.attribute) if len(found) == 1 else target
        return target if other.value.absent else other

    def _enter(self, found: _Referrers, target: Target, block: Block) -> None:
        target = self._passed_on(target)
        if target.reference is None and target.value.unknown and target.text is None:
            found.is_open = found.is_open or target.found.is_open
            found.doubted |= {INSTANCE.sub("", reference.address) for reference in target.found.references}
            return
        resource = self._pointed_at(target)
        attribute = "name" if target.name.endswith("_name") else "id"
        certain = all(self.resolve(target, type_, attribute)[1] for type_ in _types_at(target))
        found.by_spot[_spot(target)].append(block)
        if resource is not None:
            found.known[resource].append(block)
        elif target.reference is not None and is_foreign(target.reference):
            found.is_open = True
        elif target.reference is not None and taken_by(target.reference) is None:
            found.doubted |= {INSTANCE.sub("", target.reference.address)} if not certain else set()
        else:
            # A name that is not known may be this one, and so may what another attribute takes.
            found.is_open = found.is_open or not certain

    def _of_reference(
        self, target: Target, reference: Reference, type_: str, attribute: str
    ) -> tuple[tuple[Resource, ...], bool]:
        inline = INLINE_SUBNET.fullmatch(reference.rest or "")
        if type_ == SUBNET and reference.type == VNET and inline:
            return self._named(SUBNET, (reference.address, inline[1]))
        if type_ == VNET and (inline or reference.attribute in INLINE_ATTRIBUTES):
            return self._only_one(reference.address)
        if attribute == "name" and reference.attribute == "id":
            return self._only_one(reference.address)[0], False  # a name cut out of an id
        is_such = target.refers_to(reference, type_.removeprefix("data."), attribute)
        if is_such.failed or reference.type != type_:
            return (), is_such.failed
        found, certain = self._only_one(reference.address)
        return found, certain and is_such.passed

    def _only_one(self, address: str) -> tuple[tuple[Resource, ...], bool]:
        """The resource at an address, and whether it is known: with a key that is not, any instance may be meant."""
        found = self.at(address)
        return (found, True) if len(found) == 1 else ((), False)

    def _of_id(self, target: Target, type_: str) -> tuple[tuple[Resource, ...], bool]:
        same = self.by_id.get((type_, (target.text or "").lower()))
        if same is not None:
            return (same,), True
        arm_id = target.arm_id
        if arm_id is None or arm_id.type != type_ or arm_id.rest or not arm_id.names:
            return (), True
        # A hole that is a resource's name stands for that resource.
        holes = target.found.holes
        names = [
            holes[name].address if name in holes and holes[name].attribute == "name" else name for name in arm_id.names
        ]
        if names[-1] != arm_id.names[-1]:
            return self._only_one(names[-1])
        return self._named(type_, tuple(names), arm_id.group)

    def _named(self, type_: str, names: tuple[str, ...], group: str = "") -> tuple[tuple[Resource, ...], bool]:
        """The only resource that has a name, and lies in what the names before it name; certain if no other may."""
        asked = (type_, names, group)
        if asked not in self._found_by_name:
            self._found_by_name[asked] = self._find_named(type_, names, group)
        return self._found_by_name[asked]

    def _find_named(self, type_: str, names: tuple[str, ...], group: str) -> tuple[tuple[Resource, ...], bool]:
        by_name = self._by_name(type_)
        lying = [(each, self._lies_in(each, names[:-1], group)) for each in by_name.get(names[-1].lower(), ())]
        found = tuple(each for each, is_there in lying if is_there is not False)
        is_sure = all(is_there for _, is_there in lying if is_there is not False)
        nameless = by_name.get("", ())
        return found, (is_sure and len(found) == 1) or not (found or nameless or "${" in names[-1])

    def _lies_in(self, resource: Resource, around: tuple[str, ...], group: str) -> bool | None:
        """Whether a resource lies in the virtual network and resource group of an id; None where nobody knows.

        around   the network's name, or its address
        """
        block = Block(resource)
        if group and HOLE.search(group) is None and resource.type != RESOURCE_GROUP:
            own_group = block["resource_group_name"].text()
            if own_group and own_group.lower() != group.lower():
                return False
        if not around or resource.type != SUBNET:
            return True
        network = block.target("virtual_network_name")
        own, wanted = network.reference.address if network.reference else network.text, around[0]
        if own is None or own.lower() == wanted.lower():
            return None if own is None else True
        names = [self._name_at(each) for each in (own, wanted)]
        return None if None in names else names[0] == names[1]

    def _name_at(self, place: str) -> str | None:
        """A name in lower case: that of the resource at an address, or the text itself; None if it is not known."""
        found = self.at(place)
        text = (Block(found[0])["name"].text() if len(found) == 1 else None) if found or "." in place else place
        return text.lower() if text and HOLE.search(text) is None else None

    def _by_name(self, type_: str) -> Mapping[str, list[Resource]]:
        """The resources of a type by name in lower case; "" for names that are not known."""
        if type_ not in self._named_by_type:
            found: dict[str, list[Resource]] = defaultdict(list)
            for each in self.of_type(type_):
                found[(Block(each)["name"].text() or "").lower()].append(each)
            self._named_by_type[type_] = found
        return self._named_by_type[type_]

    @cached_property
    def _by_address(self) -> dict[str, Resource]:
        return {each.address: each for group in self.resources.values() for each in group}

    @cached_property
    def _by_type(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for group in self.resources.values():
            for each in group:
                found[each.type].append(each)
        return found


@dataclass
class _Referrers:
    """Who points at whom with one attribute of one type.

    known     by what they point at
    by_spot   by the literal text or the reference, whether or not it leads anywhere
    doubted   addresses without instance keys that something may or may not point at
    is_open   something may point at anything
    """

    known: dict[Resource, list[Block]] = field(default_factory=lambda: defaultdict(list))
    by_spot: dict[str, list[Block]] = field(default_factory=lambda: defaultdict(list))
    doubted: set[str] = field(default_factory=set)
    is_open: bool = False


def _spot(target: Target) -> str:
    """What tells one thing outside the deployment from another."""
    reference = target.reference
    return f"{reference.address}.{reference.attribute}" if reference else (target.text or "").lower()


def _types_at(target: Target) -> tuple[str, ...]:
    """The types of what a target may point at, first the likelier."""
    reference = target.reference
    if reference is None:
        only = ONLY_TYPE.get(target.name.rpartition(".")[2]) or (target.arm_id.type if target.arm_id else None)
        return (only,) if only else ()
    is_inline = reference.type == VNET and INLINE_SUBNET.fullmatch(reference.rest or "")
    return (SUBNET, VNET) if is_inline else (taken_by(reference) or reference.type,)


def _places(block: Block, path: str) -> Iterator[tuple[Block, str]]:
    """The blocks that a path leads to, and the attribute in them."""
    outer, repeated, name = path.partition("[].")
    if not repeated:
        yield block, path
        return
    for item in block.blocks(outer).items:
        yield item, name


def _existing(blocks: Iterable[Block], conditions: frozenset[str]) -> tuple[Block, ...]:
    """The blocks of resources that exist if those do whose conditions these are."""
    existing = (block for block in blocks if block.resource.whole.condition in conditions)
    return tuple(Block(block.resource, block.path, place=block.place) for block in existing)


def stands_for(address: str, path: str) -> bool:
    """Whether an address that may lack instance keys names a path that has them all."""
    wanted, there = INSTANCE.findall(address), INSTANCE.findall(path)
    if wanted == there:
        return True
    pattern = r"(\[[^\]]*\])?\.".join(re.escape(part) for part in _segments(address)) + r"(\[[^\]]*\])?"
    return re.fullmatch(pattern, path) is not None


def _keyed(address: str) -> frozenset[int]:
    """Which parts of an address have an instance key."""
    return frozenset(index for index, part in enumerate(_segments(address)) if "[" in part)


def _segments(address: str) -> list[str]:
    """The parts of an address between dots outside brackets."""
    return re.findall(r"[^.\[]+(?:\[[^\]]*\])?", address)


# -- from a root module


def of_root(scope: Scope, root: Root | None, confs: Confs) -> Deployment:
    """The deployment of a root module.

    root    as tfparse evaluates it, or None
    confs   Checkov's configurations, by address without instance keys, each with its address
    """
    return _Builder(root, confs).build(scope)


def _places_of(scope: Scope, modules: tuple[str, ...] = ()) -> Iterator[Place]:
    """The root module and every module that it calls, each call once."""
    yield Place(scope, modules)
    for name in scope.definitions.modules:
        child = scope.child(name)
        if child is not None:
            yield from _places_of(child, (*modules, f"module.{name}"))


def _absent_modules(scope: Scope) -> Iterator[Mapping[str, Any]]:
    """The calls of modules that are not in the scan."""
    return (call for name, call in scope.definitions.modules.items() if scope.child(name) is None)


@dataclass(frozen=True)
class _Declared:
    """A resource or data source as a module declares it."""

    type: str
    bare: str
    body: Mapping[str, Any]
    place: Place


@dataclass
class _Builder:
    """Turns what a root module and its modules declare into instances, those that others repeat over first."""

    root: Root | None
    confs: Confs
    resources: dict[str, tuple[Resource, ...]] = field(default_factory=dict)
    declared: dict[str, _Declared] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home = Deployment(self.resources)

    def build(self, scope: Scope) -> Deployment:
        """The deployment."""
        names: set[str] = set()
        handed: list[tuple[Any, Place]] = []
        for place in _places_of(scope):
            definitions = place.scope.definitions
            self.home.blind = self.home.blind or bool(definitions.unread)
            for (type_, name), body in {**definitions.resources, **definitions.data}.items():
                bare = ".".join((*place.modules, f"{type_}.{name}"))
                self.declared[bare] = _Declared(type_, bare, body, place)
            for call in _absent_modules(place.scope):
                given = {key: value for key, value in call.items() if key not in META_ARGUMENTS}
                handed.append((given, place))
                names |= texts_in(given, place)
        for bare, declared in self.declared.items():
            # A module that knows the name finds the resource by it.
            if not names.isdisjoint(texts_in(declared.body.get("name"), declared.place)):
                self.home.given_away.add(bare)
            if self._instances(bare) and declared.type.startswith(CARRIERS):
                handed.append((declared.body, declared.place))
        self.home.given_away |= everything_in(handed)
        self.home.give_away_looked_up()
        return self.home

    def _instances(self, bare: str) -> tuple[Resource, ...]:
        if bare not in self.resources:
            self.resources[bare] = ()  # whatever refers to itself ends here
            found = self.declared.get(bare)
            self.resources[bare] = tuple(self._made(found)) if found else ()
        return self.resources[bare]

    def _made(self, declared: _Declared) -> Iterator[Resource]:
        repeated = self._repeated(declared)
        if repeated is not None:
            yield from self._one_for_each(declared, repeated)
            return
        scope, is_evaluated = declared.place.scope, self._is_evaluated(declared)
        evaluated, configured = self._evaluated(declared.bare), dict(self.confs.get(declared.bare, ()))
        around = [(declared.body, scope), *scope.calls()]
        is_doubtful = any(
            _is_doubtful(body, at, is_evaluated=bool(evaluated)) if is_evaluated else not _is_sure(body)
            for body, at in around
        )
        condition = f"{'.'.join(declared.place.modules)}: {_repeats(declared.body)}" if is_doubtful else ""
        if evaluated and any(_may_be_more(body.get("for_each"), at) for body, at in around):
            self.home.numberless.add(declared.type)
        for address, block in evaluated.items():
            yield self._instance(declared, address, condition, block)
        if not evaluated and (not is_doubtful if is_evaluated else _is_never(declared.body, scope)):
            return
        # tfparse leaves out an instance whose value in for_each is null; where Checkov has no key, there is none.
        others = [address for address in configured if address not in evaluated]
        others = [address for address in others if not any(stands_for(address, path) for path in evaluated)]
        if evaluated and not is_doubtful:
            others = [address for address in others if any(_keyed(path) <= _keyed(address) for path in evaluated)]
        for address in others if evaluated or others else [declared.bare]:
            yield self._instance(declared, address, condition, None, configured.get(address))

    def _repeated(self, declared: _Declared) -> dict[str, Resource] | None:
        """The instances of another resource that this one is repeated over, by its own keys; None where it is not."""
        counted = next(filter(None, map(COUNTED.fullmatch, _texts_of(declared.body.get("count")))), None)
        over = repeated_over(f"${{{counted[1]}}}" if counted else declared.body.get("for_each"), declared.place).only
        if over is None or over.attribute is not None or key_of(over.address) is not None:
            return None
        others = self._instances(INSTANCE.sub("", over.address))
        if counted is None:
            return {key_of(other.address) or "": other for other in others}
        return {f"[{index}]": other for index, other in enumerate(others[:1] if counted[2] else others)}

    def _one_for_each(self, declared: _Declared, repeated: Mapping[str, Resource]) -> Iterator[Resource]:
        evaluated, configured = self._evaluated(declared.bare), dict(self.confs.get(declared.bare, ()))
        module, scope = ".".join(declared.place.modules), declared.place.scope
        is_evaluated, is_called = self._is_evaluated(declared), self.root and module in self.root.called
        is_doubtful = any(
            _is_doubtful(call, at, is_evaluated=bool(is_called)) if is_evaluated else not _is_sure(call)
            for call, at in scope.calls()
        )
        if module and not is_called and (not is_doubtful if is_evaluated else _is_never({}, scope)):
            return
        for key, other in repeated.items():
            address = f"{declared.bare}{key}"
            conf = configured.get(address, configured.get(declared.bare))
            is_inside = not is_doubtful or INSTANCE.sub("", other.address).startswith(f"{module}.")
            condition = other.condition if is_inside else f"{module}: {other.condition}"
            yield self._instance(declared, address, condition, evaluated.get(address), conf)

    def _instance(
        self,
        declared: _Declared,
        address: str,
        condition: str,
        block: Mapping[str, Any] | None,
        conf: Conf | None = None,
    ) -> Resource:
        body, scope = declared.body, declared.place.scope
        steps = tuple(re.findall(r"module\.[^.\[]+(?:\[[^\]]*\])?", address)[: len(declared.place.modules)])
        written = Written((body,), Place(scope, steps, address, body.get("for_each")), _repeats(body))
        source = (
            EvaluatedSource(block, written, self.root)
            if block is not None and self.root is not None
            else ConfiguredSource(conf or {}, written)
        )
        return Resource(
            declared.type, source, admitted(scope.constraints()), _ignored(body), address, self.home, condition
        )

    def _is_evaluated(self, declared: _Declared) -> bool:
        """Whether tfparse enters the module that it stands in."""
        if self.root is None or not declared.place.scope.is_local:
            return False
        return self.root.dropped.isdisjoint(module_steps(declared.bare))

    def _evaluated(self, bare: str) -> dict[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        blocks = self.root.resources.get(bare, ()) if self.root else ()
        for block in sorted(blocks, key=lambda block: is_override(block["__tfmeta"]["filename"])):
            path = block["__tfmeta"]["path"]
            found[path] = overridden(found[path], block) if path in found else block
        return found


def _repeats(body: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(body[name] for name in ("count", "for_each") if name in body)


def _is_doubtful(body: Mapping[str, Any], scope: Scope, *, is_evaluated: bool) -> bool:
    """Whether what a count or for_each makes may not be there. tfparse makes nothing of a for_each that it cannot tell,
    unless it takes an unknown for an error.
    """
    leaves = scope.leaves([body.get("for_each")])
    doubts = {Leaf.VOLATILE, *MISJUDGED} if is_evaluated else {Leaf.UNKNOWN}
    return not leaves.isdisjoint(doubts) or Leaf.UNKNOWN in scope.leaves([body.get("count")])


def _is_sure(body: Mapping[str, Any]) -> bool:
    """Whether there is no count or for_each, or one that is written out and not empty."""
    texts = (text for repeat in _repeats(body) for text in _texts_of(repeat))
    return all(repeat not in EMPTY for repeat in _repeats(body)) and not any(map(TRAVERSAL.search, texts))


def _texts_of(repeat: Any) -> Iterator[str]:
    """The computed texts of a count or for_each itself; those inside a map that is written out make no difference."""
    return (each for each in (repeat if isinstance(repeat, list) else [repeat]) if isinstance(each, str))


def _may_be_more(for_each: Any, scope: Scope) -> bool:
    """Whether a for_each may have keys that tfparse does not know. It knows those that are written out."""
    return Leaf.OUTSIDE in scope.leaves([for_each]) and not has_known_keys(for_each, Place(scope))


def _is_never(body: Mapping[str, Any], scope: Scope) -> bool:
    """Whether count or for_each, here or of a module call around, is written out and empty."""
    if any(repeat in EMPTY for repeat in _repeats(body)):
        return True
    return scope.parent is not None and _is_never(scope.call, scope.parent)


def _ignored(body: Mapping[str, Any]) -> frozenset[str]:
    """The paths in lifecycle.ignore_changes, without indexes."""
    found: list[str] = []
    for lifecycle in body.get("lifecycle", ()):
        for paths in lifecycle.get("ignore_changes", ()) if isinstance(lifecycle, Mapping) else ():
            found += paths if isinstance(paths, list) else [paths]
    return frozenset(IGNORED.sub("", path).strip() for path in found if isinstance(path, str))


# -- from a plan file


def of_plan(plan: Plan, confs: Iterable[tuple[str, str, Conf]]) -> Deployment:
    """The deployment that a plan file describes, from Checkov's configurations with their type and address."""
    resources: dict[str, list[Resource]] = defaultdict(list)
    deployment = Deployment({}, blind=plan.is_partial)
    releases = admitted(plan.azurerm_constraints)
    for type_, address, conf in confs:
        place, expressions = plan.place(address)
        planned, unknown = plan.planned.get(address), plan.unknown.get(address, {})
        source = PlanSource(conf) if planned is None else PlannedSource(planned, unknown, place, expressions)
        resource = Resource(type_, source, releases, address=address, home=deployment)
        resources[INSTANCE.sub("", address)].append(resource)
        id_ = source.attribute("id")
        if id_ is not None and id_.text():
            deployment.by_id[type_, (id_.text() or "").lower()] = resource
    deployment.resources = {bare: tuple(group) for bare, group in resources.items()}
    return deployment
