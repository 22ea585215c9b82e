"""What a check reads: a block by its attributes' current names, whatever the file spells and whoever evaluated it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar
from weakref import WeakKeyDictionary

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, all_of, any_of
from checkov_aks.terraform.base.azurerm import Setting, Spelling, Telltale, setting, telltales
from checkov_aks.terraform.base.references import OPEN, Trace
from checkov_aks.terraform.base.targets import Target
from checkov_aks.terraform.base.values import ABSENT, UNRESOLVED, State, Value
from checkov_aks.terraform.base.versions import Releases, narrowed, to_judge

if TYPE_CHECKING:
    from checkov_aks.terraform.base.witnesses import Children, Source


class Home(Protocol):
    """The deployment that a resource belongs to."""

    def at(self, address: str) -> tuple[Resource, ...]:
        """The instances that an address may stand for."""

    def resolve(self, target: Target, type_: str, attribute: str) -> tuple[tuple[Resource, ...], bool]:
        """The resources of a type that a target is, and whether these are all that it can be."""

    def referrers(self, resource: Resource, type_: str, path: str, conditions: frozenset[str]) -> Blocks:
        """The resources of a type whose attribute points at a resource, if what the conditions are of exists."""

    def companions(self, target: Target) -> Blocks:
        """The resources whose same attribute points at the same as a target, its own among them."""


@dataclass(frozen=True, eq=False)
class Resource:
    """One resource instance as the checks see it.

    source      its outermost block, told by a witness
    releases    the azurerm releases that may read it
    ignored     the paths in lifecycle.ignore_changes, `all` among them
    address     its own, with the instance keys that Checkov's may lack
    home        the deployment that it belongs to, where that is known
    condition   what decides whether it exists, where that is not known; resources with the same exist together
    outer       the whole, if this is one of several blocks of it
    """

    type: str
    source: Source
    releases: Releases
    ignored: frozenset[str] = frozenset()
    address: str = ""
    home: Home | None = None
    condition: str = ""
    outer: Resource | None = None
    _children: dict[str, Children | None] = field(default_factory=dict, init=False)
    # What checks have read, kept for those that read the same.
    values: dict[tuple[str, str], Value] = field(default_factory=dict, init=False)
    presences: dict[tuple[str, str], tuple[Verdict, Value]] = field(default_factory=dict, init=False)
    repeated: dict[str, tuple[tuple[Resource, ...], bool]] = field(default_factory=dict, init=False)
    traces: dict[str, Trace] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        known_by = tuple(dict.fromkeys((s.since, s.until) for s in _told(self.source, telltales(self.type))))
        object.__setattr__(self, "releases", to_judge(narrowed(self.releases, known_by)))

    @property
    def whole(self) -> Resource:
        """The resource itself, if this is one of several blocks of it."""
        return self.outer or self

    def children(self, path: str) -> Children | None:
        """The blocks at a path in the file, or None if there is no mention of the last. Each path is looked at once."""
        if path not in self._children:
            outer, _, name = path.rpartition(".")
            above = self.children(outer) if outer else None
            if outer and (above is None or not above.items):
                self._children[path] = above
            else:
                self._children[path] = (above.items[0] if above else self.source).children(name)
        return self._children[path]

    def ignores(self, path: str) -> bool:
        """Whether a path, as the file spells it, is managed outside Terraform."""
        if not self.ignored:
            return False
        parts = path.split(".")
        return "all" in self.ignored or any(".".join(parts[: end + 1]) in self.ignored for end in range(len(parts)))

    def knows(self, spelling: Spelling) -> bool:
        """Whether some release that may read the resource accepts the spelling."""
        return is_known(spelling, self.releases)


@lru_cache(maxsize=4096)
def is_known(spelling: Spelling, releases: Releases) -> bool:
    """Whether some of the releases accept a spelling."""
    until = spelling.until
    return any(spelling.since <= release and (until is None or release < until) for release in releases)


def _told(source: Source, telltales: Mapping[str, Telltale]) -> Iterator[Spelling]:
    """Those spellings of telltales that a block mentions."""
    names = source.names
    for name, telltale in telltales.items():
        if name in names:
            yield from telltale.spellings
            children = source.children(name) if telltale.inside else None
            for child in children.items if children else ():
                yield from _told(child, telltale.inside)


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """A block of a resource, at `path` below it. Everything read through it is kept in `trail`, in order.

    place   where `resource` itself lies, if it is one of several blocks of a name
    """

    resource: Resource
    path: str = ""
    trail: list[Value] = field(default_factory=list)
    place: str = ""

    @property
    def type(self) -> str:
        """The resource's type."""
        return self.resource.type

    @property
    def name(self) -> str:
        """The resource's address, for people."""
        return self.resource.address

    def __getitem__(self, name: str) -> Value:
        """An attribute by its path below this block, as v4 and v5 of the provider name it.

        Absent means the provider's default; null is absent. What ignore_changes leaves to others, and what no
        admitted release of the provider knows, is unknown.
        """
        key = (self.path, name)
        value = self.resource.values.get(key)
        if value is None:
            value = self.resource.values[key] = self._value(name)
        self.trail.append(value)
        return value

    def _value(self, name: str) -> Value:
        path = self._below(name)
        told = tables_of(self.resource.type, path, self.resource.releases)
        spelling, found = self._find(told)
        value = found.at(self._key(spelling.path), name)
        return self._default(told, value) if value.absent else value

    def has(self, name: str) -> Verdict:
        """Whether a block is there, and on where older releases could switch it off."""
        key = (self.path, name)
        if key not in self.resource.presences:
            self.resource.presences[key] = self._has(name)
        verdict, value = self.resource.presences[key]
        self.trail.append(value)
        return verdict

    def _has(self, name: str) -> tuple[Verdict, Value]:
        setting_ = self._setting(name)
        readings = [reading for s in setting_.spellings if (reading := self._presence(s)) is not None]
        verdict = any_of(readings) if readings else self._absence()
        if verdict.failed and self._is_elsewhere(setting_):
            verdict = UNKNOWN
        state = ABSENT if verdict.failed else UNRESOLVED
        return verdict, state.at(self._key(setting_.spellings[0].path), name)

    def block(self, name: str) -> Block:
        """A block below this one, to read several attributes of; it need not be there."""
        return Block(self.resource, self._below(name), self.trail)

    def blocks(self, name: str) -> Blocks:
        """All blocks of a name, for those that may repeat. Not for blocks that were renamed."""
        path = self._below(name)
        if path not in self.resource.repeated:
            self.resource.repeated[path] = self._parts(name, path)
        parts, certain = self.resource.repeated[path]
        found = (Block(part, "", self.trail, f"{name}/[{index}]/") for index, part in enumerate(parts))
        return Blocks(tuple(found), certain)

    def _parts(self, name: str, path: str) -> tuple[tuple[Resource, ...], bool]:
        """Each block of a name as a resource of its own, and whether there are no others."""
        is_ours = not self.resource.ignores(path)
        children = self.resource.children(path)
        if children is None:
            is_there_nothing = self.resource.source.exhaustive or not self.resource.knows(
                self._setting(name).spellings[0]
            )
            return (), is_ours and is_there_nothing
        whole = self.resource.whole
        parts = (replace(self.resource, source=child, ignored=frozenset(), outer=whole) for child in children.items)
        return tuple(parts), children.certain and is_ours

    def target(self, name: str) -> Target:
        """What an attribute points at."""
        value, path = self[name], self._below(name)
        if path not in self.resource.traces:
            traces = (self._trace(spelling.path) for spelling in self._setting(name).spellings)
            told = (found for found in traces if found is not None and (found.references or found.template))
            self.resource.traces[path] = next(told, OPEN)
        return Target(name, value, self.resource.traces[path], self, self.resource.home)

    def referrers(self, type_: str, path: str) -> Blocks:
        """The resources of a type whose attribute at a path points at this one.

        `block[].attribute` is the attribute of a block that may repeat; the result is then those blocks. Not certain
        where what is not in the scan, or not resolved, may point here too.
        """
        home = self.resource.home
        conditions = frozenset(("", self.resource.whole.condition))
        key = "name" if path.endswith("_name") else "id"
        self.trail.append(UNRESOLVED.at(key, key))
        return home.referrers(self.resource, type_, path, conditions) if home else Blocks((), False)

    def _key(self, path: str) -> str:
        return self.place + path.replace(".", "/[0]/")

    def _below(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _setting(self, name: str) -> Setting:
        return setting(self.resource.type, self._below(name))

    def _find(self, told: Tables) -> tuple[Spelling, Value]:
        """The spelling that tells most, the current one first, and what it tells."""
        best, rank = (told.spellings[0][0], ABSENT), NOTHING_TOLD
        for spelling, is_known in told.spellings:
            value = self._read(spelling.path)
            if value is not None:
                own = CERTAINTY[value.state]
            elif is_known and not self.resource.source.exhaustive:
                value, own = UNRESOLVED, LEFT_OUT
            else:
                continue
            if own < rank:
                best, rank = (spelling, value), own
        return best

    def _read(self, path: str) -> Value | None:
        """An attribute by its path in the file, or None if nothing of it is mentioned."""
        outer, _, name = path.rpartition(".")
        if not outer:
            return self.resource.source.attribute(name)
        children = self.resource.children(outer)
        if children is None:
            return None
        if not children.items:
            return ABSENT if children.certain else UNRESOLVED
        return children.items[0].attribute(name)

    def _trace(self, path: str) -> Trace | None:
        """What an attribute refers to, by its path in the file, or None if nothing of it is mentioned."""
        outer, _, name = path.rpartition(".")
        if not outer:
            return self.resource.source.trace(name)
        children = self.resource.children(outer)
        return children.items[0].trace(name) if children and children.items else None

    def _default(self, told: Tables, value: Value) -> Value:
        default = told.default
        if self.resource.ignored and any(self.resource.ignores(spelling.path) for spelling, _ in told.spellings):
            return UNRESOLVED.at(value.key, value.label)
        if default is None:
            return value if told.is_known else UNRESOLVED.at(value.key, value.label)
        if default is DIFFERENT:
            return UNRESOLVED.at(value.key, value.label)._replace(implied=True)
        return default.at(value.key, value.label) if isinstance(default, Value) else value.default(default)

    def _presence(self, spelling: Spelling) -> Verdict | None:
        children = self.resource.children(spelling.path)
        if children is None:
            return None
        if not children.items:
            return FAILED if children.certain else UNKNOWN
        present = PASSED if children.certain else UNKNOWN
        if not spelling.switch:
            return present
        switch = children.items[0].attribute(spelling.switch)
        return present & (switch.is_true() if switch else self._absence())

    def _absence(self) -> Verdict:
        return FAILED if self.resource.source.exhaustive else UNKNOWN

    def _is_elsewhere(self, setting_: Setting) -> bool:
        """Whether a block that is not there may be managed outside Terraform, or cannot be written at all."""
        spellings = setting_.spellings
        return any(self.resource.ignores(s.path) for s in spellings) or not any(
            self.resource.knows(s) for s in spellings
        )


@dataclass(frozen=True, eq=False)
class Blocks:
    """Blocks of one name, or resources that have to do with one. Not certain: there may be others."""

    items: tuple[Block, ...]
    certain: bool

    @property
    def exist(self) -> Verdict:
        """Whether there is any."""
        return self.any(lambda _: PASSED)

    @property
    def completeness(self) -> Verdict:
        """PASSED if there are no others, else UNKNOWN."""
        return PASSED if self.certain else UNKNOWN

    def any(self, question: Callable[[Block], Verdict]) -> Verdict:
        """Whether a question is answered with yes for any of them, those that are not known included."""
        return any_of(map(question, self.items)) | ~self.completeness

    def all(self, question: Callable[[Block], Verdict]) -> Verdict:
        """Whether a question is answered with yes for all of them, those that are not known included."""
        return all_of(map(question, self.items)) & self.completeness

    def __add__(self, other: Blocks) -> Blocks:
        """These and the others."""
        return Blocks(self.items + other.items, self.certain and other.certain)


Asked = TypeVar("Asked", Resource, Blocks)


def once(question: Callable[[Asked], Verdict]) -> Callable[[Asked], Verdict]:
    """A question that is asked of each once, however many others ask it of the same: hubs have many spokes."""
    answers: WeakKeyDictionary[Asked, Verdict] = WeakKeyDictionary()

    def ask(asked: Asked) -> Verdict:
        if asked not in answers:
            answers[asked] = question(asked)
        return answers[asked]

    return ask


# What releases that disagree have for a default.
DIFFERENT: Final = object()
# How much a reading tells: the less, the more. A plan leaves out what is known after apply.
CERTAINTY: Final = {State.KNOWN: 0, State.UNKNOWN: 1, State.ABSENT: 3}
LEFT_OUT: Final = 2
NOTHING_TOLD: Final = 4


@dataclass(frozen=True, slots=True)
class Tables:
    """What the tables tell some releases of a setting.

    spellings   each with whether one of the releases knows it, the current one first
    default     the provider's, in each release the newest that is not younger; None for none, or `DIFFERENT`
    """

    spellings: tuple[tuple[Spelling, bool], ...]
    default: Any

    @property
    def is_known(self) -> bool:
        """Whether a release knows any of the spellings."""
        return any(is_known for _, is_known in self.spellings)


@lru_cache(maxsize=4096)
def tables_of(resource_type: str, path: str, releases: Releases) -> Tables:
    """What the tables tell those releases of a setting."""
    found = setting(resource_type, path)
    newest = [[default for since, default in found.defaults if since <= release][-1:] for release in releases]
    known = [each[0] for each in newest if each and each[0] is not None]
    default = None if not known else known[0] if all(other == known[0] for other in known) else DIFFERENT
    return Tables(tuple((spelling, is_known(spelling, releases)) for spelling in found.spellings), default)
