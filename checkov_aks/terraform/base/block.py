"""What a check reads: a block by its attributes' current names, whatever the file spells and whoever evaluated it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, any_of
from checkov_aks.terraform.base.azurerm import Setting, Spelling, setting, telltales
from checkov_aks.terraform.base.values import ABSENT, UNRESOLVED, Value
from checkov_aks.terraform.base.versions import Release, Releases, narrowed, to_judge
from checkov_aks.terraform.base.witnesses import Children, Source


@dataclass(frozen=True)
class Resource:
    """One resource instance as the checks see it.

    source    its outermost block, told by a witness
    releases  the azurerm releases that may read it
    ignored   the paths in lifecycle.ignore_changes, `all` among them
    address   its own, with the instance keys that Checkov's may lack
    """

    type: str
    source: Source
    releases: Releases
    ignored: frozenset[str] = frozenset()
    address: str = ""

    def __post_init__(self) -> None:
        known_by = [(s.since, s.until) for s in telltales(self.type) if _mentions(self.source, s.path.split("."))]
        object.__setattr__(self, "releases", to_judge(narrowed(self.releases, known_by)))

    def ignores(self, path: str) -> bool:
        """Whether a path, as the file spells it, is managed outside Terraform."""
        parts = path.split(".")
        return "all" in self.ignored or any(".".join(parts[: end + 1]) in self.ignored for end in range(len(parts)))

    def knows(self, spelling: Spelling) -> bool:
        """Whether some release that may read the resource accepts the spelling."""
        until = spelling.until
        return any(spelling.since <= release and (until is None or release < until) for release in self.releases)


def _mentions(source: Source, parts: list[str]) -> bool:
    if parts[0] not in source.names:
        return False
    if len(parts) == 1:
        return True
    children = source.children(parts[0])
    return children is not None and any(_mentions(child, parts[1:]) for child in children.items)


@dataclass(frozen=True)
class Block:
    """A block of a resource, at `path` below it. Everything read through it is kept in `trail`, in order.

    place   where `resource` itself lies, if it is one of several blocks of a name
    """

    resource: Resource
    path: str = ""
    trail: list[Value] = field(default_factory=list)
    place: str = ""

    def __getitem__(self, name: str) -> Value:
        """An attribute by its path below this block, as v4 and v5 of the provider name it.

        Absent means the provider's default; null is absent. What ignore_changes leaves to others, and what no
        admitted release of the provider knows, is unknown.
        """
        found, value = self._find(self._below(name), self._read)
        value = value.at(self._key(found.path), name)
        if value.absent:
            value = self._default(self._setting(name), value)
        self.trail.append(value)
        return value

    def has(self, name: str) -> Verdict:
        """Whether a block is there, and on where older releases could switch it off."""
        setting_ = self._setting(name)
        readings = [reading for s in setting_.spellings if (reading := self._presence(s)) is not None]
        verdict = any_of(readings) if readings else self._absence()
        if verdict.failed and self._is_elsewhere(setting_):
            verdict = UNKNOWN
        state = ABSENT if verdict.failed else UNRESOLVED
        self.trail.append(state.at(self._key(setting_.spellings[0].path), name))
        return verdict

    def block(self, name: str) -> Block:
        """A block below this one, to read several attributes of; it need not be there."""
        return Block(self.resource, self._below(name), self.trail)

    def blocks(self, name: str) -> Blocks:
        """All blocks of a name, for those that may repeat. Not for blocks that were renamed."""
        children = self._children(self.resource.source, self._below(name).split("."))
        if children is None:
            return Blocks((), self.resource.source.exhaustive and not self.resource.ignores(name))
        parts = [Resource(self.resource.type, child, self.resource.releases) for child in children.items]
        found = (Block(part, "", self.trail, f"{name}/[{index}]/") for index, part in enumerate(parts))
        return Blocks(tuple(found), children.certain)

    def _key(self, path: str) -> str:
        return self.place + path.replace(".", "/[0]/")

    def _below(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _setting(self, name: str) -> Setting:
        return setting(self.resource.type, self._below(name))

    def _find(self, path: str, read: Callable[[Sequence[str]], Value | None]) -> tuple[Spelling, Value]:
        """The first spelling with a value, else the first that is mentioned, else the current one."""
        spellings = setting(self.resource.type, path).spellings
        readings = [(s, value) for s in spellings if (value := read(s.path.split("."))) is not None]
        readings.sort(key=lambda reading: reading[1].absent)
        if readings:
            return readings[0]
        # A plan leaves out what Azure decides, and what the provider in use does not know.
        is_absent = self.resource.source.exhaustive or not any(self.resource.knows(s) for s in spellings)
        return spellings[0], ABSENT if is_absent else UNRESOLVED

    def _read(self, parts: Sequence[str]) -> Value | None:
        """An attribute by its path in the file, or None if nothing of it is mentioned."""
        source = self.resource.source
        if len(parts) == 1:
            return source.attribute(parts[0])
        children = self._children(source, parts[:-1])
        if children is None:
            return None
        if not children.items:
            return ABSENT if children.certain else UNRESOLVED
        return children.items[0].attribute(parts[-1])

    @staticmethod
    def _children(source: Source, parts: Sequence[str]) -> Children | None:
        """The blocks at a path in the file, or None if there is no mention of the last."""
        children = source.children(parts[0])
        for part in parts[1:]:
            if children is None or not children.items:
                return children
            children = children.items[0].children(part)
        return children

    def _default(self, setting_: Setting, value: Value) -> Value:
        if any(self.resource.ignores(spelling.path) for spelling in setting_.spellings):
            return UNRESOLVED.at(value.key, value.label)
        found = (_default_of(setting_, release) for release in self.resource.releases)
        defaults = [default for default in found if default is not None]
        if not defaults:
            known_by_some = any(self.resource.knows(spelling) for spelling in setting_.spellings)
            return value if known_by_some else UNRESOLVED.at(value.key, value.label)
        default = defaults[0]
        if any(other != default for other in defaults):
            return replace(UNRESOLVED.at(value.key, value.label), implied=True)
        if isinstance(default, Value):
            return default.at(value.key, value.label)
        return value.default(default)

    def _presence(self, spelling: Spelling) -> Verdict | None:
        children = self._children(self.resource.source, spelling.path.split("."))
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


@dataclass(frozen=True)
class Blocks:
    """Blocks of one name. Not certain: there may be others, or these may not be there."""

    items: tuple[Block, ...]
    certain: bool


def _default_of(setting_: Setting, release: Release) -> Any:
    """The default in one release: the newest that is not younger than it."""
    defaults = [default for since, default in setting_.defaults if since <= release]
    return defaults[-1] if defaults else None
