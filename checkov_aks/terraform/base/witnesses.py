"""One block as a witness tells it: tfparse, Checkov on HCL, or a plan file. Who asks need not know which."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import Any, Final, Protocol

from checkov_aks.terraform.base.definitions import COMPUTED_KEY, FUNCTION, JSON_MARK, WHOLE_REFERENCE, Leaf
from checkov_aks.terraform.base.evaluation import INSTANCE, UUID, Root
from checkov_aks.terraform.base.overlay import TWIN, is_guarded
from checkov_aks.terraform.base.plan import PlanPlace
from checkov_aks.terraform.base.references import INSTANCE_KEY, OPEN, Place, Reference, Trace, trace
from checkov_aks.terraform.base.values import ABSENT, GIVEN, UNRESOLVED, Value, known

# Where tfparse computes with an unknown as if it were known: an error in try(), null in a module.
MISJUDGED: Final = {Leaf.GUARDED, Leaf.HANDED}
EACH_ENTRY: Final = re.compile(r"\$\{\s*each\.value\.([A-Za-z_][\w-]*)\s*\}")
# Functions that make something else of an id.
CUTTING: Final = {"basename", "dirname", "regex", "regexall", "replace", "split", "substr", "trimprefix", "trimsuffix"}
# What Checkov leaves of an expression that it could not evaluate.
RESIDUE: Final = re.compile(r"\$\{|\b(var|local|module|data|each|count|path|self)\.|[(){}?!\[\]]|==|&&|\|\||^None$")
# What Checkov writes into a plan where it has no value: the expression's first reference. One to a resource has a value
# after apply; one to a variable, an iterator or a module may as well be null.
PLAN_REFERENCE: Final = re.compile(r"(data\.)?[a-z]\w*_\w+\.[\w-]+(\[[^\]]*\])?\.\S+")
# Attributes of resources that always have a value.
ALWAYS_SET: Final = re.compile(r"(^|[._])(id|name)$")
PLAN_LEFTOVER: Final = re.compile(r"(module|var|local|each|count)\.\S+")
# What Checkov adds to every mapping of a plan.
LINE_MARK: Final = re.compile(r"__|(start|end)_line$")
AFTER_APPLY: Final = "true_after_unknown"


@dataclass(frozen=True)
class Children:
    """The blocks of one name. Not certain: there may be others, or these may not be there."""

    items: tuple[Source, ...] = ()
    certain: bool = True


class Source(Protocol):
    """A block as one witness tells it, by the names that the file spells."""

    @property
    def exhaustive(self) -> bool:
        """Whether what is not mentioned is absent. A plan leaves out what only Azure knows."""

    @property
    def names(self) -> Collection[str]:
        """Every attribute and block that is mentioned."""

    def attribute(self, name: str) -> Value | None:
        """An attribute, or None if it is not mentioned."""

    def children(self, name: str) -> Children | None:
        """The blocks of a name, or None if there is no mention of it."""

    def trace(self, name: str) -> Trace | None:
        """What an attribute refers to, or None if it is not mentioned."""


@dataclass(frozen=True)
class Written:
    """The source text that a block comes from; more than one body where a dynamic block hides which.

    repeats    the resource's count and for_each, which `count` and `each` stand for
    iterated   the for_each of each dynamic block around, which its iterator stands for
    """

    bodies: tuple[Mapping[str, Any], ...]
    place: Place
    repeats: tuple[Any, ...] = ()
    iterated: tuple[Any, ...] = ()

    def expressions(self, name: str) -> list[Any]:
        """The expressions of an attribute, and those that an iterator in it may stand for."""
        found = [body[name] for body in self.bodies if name in body]
        return found + list(self.iterated) if found else found

    def static(self, name: str) -> list[Mapping[str, Any]]:
        """Blocks written out."""
        blocks = (block for body in self.bodies for block in _list(body.get(name)))
        return [block for block in blocks if isinstance(block, dict)]

    def dynamic(self, name: str) -> list[Mapping[str, Any]]:
        """Dynamic blocks: each with for_each and content."""
        wrappers = (wrapper for body in self.bodies for wrapper in _list(body.get("dynamic")))
        found = [_unwrapped(wrapper[name]) for wrapper in wrappers if isinstance(wrapper, dict) and name in wrapper]
        return [dynamic for dynamic in found if isinstance(dynamic, dict)]

    def below(self, name: str, index: int, count: int) -> Written:
        """The source of one of `count` evaluated blocks."""
        static, dynamic = self.static(name), self.dynamic(name)
        if not dynamic and len(static) == count:
            return replace(self, bodies=(static[index],))
        contents = [block for d in dynamic for block in _list(d.get("content")) if isinstance(block, dict)]
        iterated = tuple(d.get("for_each") for d in dynamic)
        return replace(self, bodies=(*static, *contents), iterated=self.iterated + iterated)

    def listed(self, name: str) -> list[Mapping[str, Any]]:
        """Blocks given as an attribute that is written out: `block = [{ ... }]`."""
        given = [_unwrapped(body[name]) for body in self.bodies if name in body]
        items = given[0] if len(given) == 1 and isinstance(given[0], list) else [given[0]] if len(given) == 1 else []
        is_written_out = all(isinstance(item, dict) for item in items) and not self.static(name)
        return items if is_written_out else []

    def leaves(self, expressions: Iterable[Any]) -> frozenset[Leaf]:
        """What expressions here depend on in the end."""
        return self.place.scope.leaves(expressions, self.repeats, is_keyed=self.place.key is not None)

    def trace(self, name: str) -> Trace | None:
        """What an attribute refers to, or None if it is not mentioned."""
        expressions = [body[name] for body in self.bodies if name in body]
        if len(expressions) == 1:
            return trace(expressions[0], self.place)
        return OPEN if expressions else None

    def proved(self, expression: Any) -> Value | None:
        """What the source text alone tells of a value: it is null, or the literal that `each.value.x` is here."""
        if self.place.scope.is_null(expression):
            return ABSENT
        match = EACH_ENTRY.fullmatch(_unwrapped(expression)) if isinstance(_unwrapped(expression), str) else None
        key = INSTANCE_KEY.fullmatch(self.place.key or "")
        behind = self.place.scope.objects_behind(self.place.for_each) if match and key else None
        found = behind[0].get(key[1] or "", {}).get(match[1]) if behind and match and key else None
        return None if found is None or any("${" in text for text in _all_texts(found)) else known(found)

    @property
    def is_json(self) -> bool:
        """Whether it comes from JSON, where blocks and maps look alike."""
        return any(JSON_MARK in body for body in self.bodies)

    def is_given(self, expressions: list[Any]) -> bool:
        """Whether an attribute of unknown value cannot be null."""
        return len(expressions) == 1 and self.place.scope.is_given(expressions[0])

    def is_written_out(self, expressions: list[Any]) -> bool:
        """Whether a list or map is written out: an attribute's own, or what an iterator in it goes over."""
        own = expressions[: max(1, len(expressions) - len(self.iterated))]
        is_computed = any(FUNCTION.search(text) for text in _all_texts(own))
        return any(map(_is_written_out, own if is_computed else expressions))

    def names(self) -> set[str]:
        """Everything that is mentioned, inside dynamic blocks too."""
        wrappers = (wrapper for body in self.bodies for wrapper in _list(body.get("dynamic")))
        dynamic = {name for wrapper in wrappers if isinstance(wrapper, dict) for name in wrapper}
        return {name for body in self.bodies for name in body if not name.startswith("__")} | dynamic


@dataclass(frozen=True)
class EvaluatedSource:
    """HCL as tfparse evaluates it; the source text tells its nulls from its unknowns."""

    block: Mapping[str, Any]
    written: Written
    root: Root
    exhaustive: bool = True

    @cached_property
    def names(self) -> Collection[str]:
        """See `Source`."""
        return self.written.names() | set(self.block)

    def attribute(self, name: str) -> Value | None:
        """See `Source`."""
        expressions = self.written.expressions(name)
        if name not in self.block:
            return UNRESOLVED if expressions else None
        return self._value(self.block[name], expressions)

    def children(self, name: str) -> Children | None:
        """See `Source`."""
        static, dynamic = self.written.static(name), self.written.dynamic(name)
        found = self.block.get(name)
        twins = _list(self.block.get(TWIN + name))
        if len(twins) == len(static) and not dynamic:
            found = twins or found
        is_json = self.written.is_json
        blocks = [block for block in _list(found) if isinstance(block, dict) and ("__tfmeta" in block or is_json)]
        if found is None and not static and not dynamic:
            return Children() if name in self.block else None
        listed = self.written.listed(name)
        if listed and isinstance(found, list) and len(listed) == len(found):
            return Children(
                tuple(
                    EvaluatedSource(block, replace(self.written, bodies=(body,)), self.root)
                    for block, body in zip(found, listed, strict=True)
                )
            )
        for_each = [each.get("for_each") for each in dynamic]
        doubts = self.written.leaves(for_each)
        if Leaf.VOLATILE in doubts:
            blocks = blocks[: len(static)]
        # Over an unknown, tfparse writes no block. Where it wrote some, it knew: a list of references, say.
        is_known = Leaf.UNKNOWN not in doubts or (
            len(blocks) > len(static)
            and len(dynamic) == 1
            and doubts.isdisjoint(MISJUDGED)
            and not any(FUNCTION.search(text) for text in _all_texts(for_each))
        )
        items = tuple(
            EvaluatedSource(block, self.written.below(name, index, len(blocks)), self.root)
            for index, block in enumerate(blocks)
        )
        # What has such a dynamic block inside is dropped with it.
        inside = self.written.leaves(_for_each_inside(dynamic))
        is_known = is_known and (Leaf.UNKNOWN not in inside or (len(blocks) > len(static) and len(dynamic) == 1))
        is_block = (found is None or found == [] or bool(blocks)) and len(blocks) >= len(static)
        return Children(items, is_known and is_block and self._is_all_there(name, len(blocks)))

    def trace(self, name: str) -> Trace | None:
        """See `Source`. An id tells the instance, and which branch of a conditional it is."""
        told, node = self.written.trace(name), self.block.get(name)
        match = UUID.match(node) if isinstance(node, str) else None
        address = self.root.addresses.get(match[0]) if match else None
        if told is None or match is None or address is None:
            return told
        # tfparse takes `module.x.id` for the input or the module of that name.
        leaves = self.written.leaves(self.written.expressions(name))
        functions = {name for text in _all_texts(self.written.expressions(name)) for name in FUNCTION.findall(text)}
        is_misjudged = (not leaves.isdisjoint(MISJUDGED) and Leaf.OUTSIDE in leaves) or not functions.isdisjoint(
            CUTTING
        )
        named = {INSTANCE.sub("", reference.address) for reference in told.references}
        if (told.only is None and is_misjudged) or (named and INSTANCE.sub("", address) not in named):
            return told
        proved = Reference(_type_of(address), address, "id", node[match.end() :])  # type: ignore[index]
        return replace(told, references=(proved,), is_open=False, optional=False)

    def _is_all_there(self, name: str, count: int) -> bool:
        """Whether tfparse cannot have lost a block of that name: see `overlay`."""
        lengths = [_literal_length(dynamic.get("for_each")) for dynamic in self.written.dynamic(name)]
        if not lengths or is_guarded(self.block):
            return True
        return None not in lengths and sum(filter(None, lengths)) + len(self.written.static(name)) == count

    def _value(self, node: Any, expressions: list[Any]) -> Value:
        leaves = self.written.leaves(expressions)
        settled = Leaf.UNKNOWN not in leaves and Leaf.VOLATILE not in leaves
        unknown = GIVEN if self.written.is_given(expressions) else UNRESOLVED
        if _is_open(node):
            return ABSENT if settled else unknown
        is_doubtful = (
            not settled
            and (
                Leaf.VOLATILE in leaves
                or not leaves.isdisjoint(MISJUDGED)
                # jsonencode() writes null for what tfparse does not know; merge() drops it.
                or (isinstance(node, str) and node[:1] in ("{", "["))
                or (isinstance(node, (list, dict)) and not self.written.is_written_out(expressions))
            )
        )
        return unknown if is_doubtful else self._known(node, expressions)

    def _known(self, node: Any, expressions: list[Any]) -> Value:
        if isinstance(node, str):
            is_reference = "${" in node or any(found in self.root.ids for found in UUID.findall(node))
            return GIVEN if is_reference else known(node)
        if isinstance(node, list):
            items = (self._element(item, expressions, index) for index, item in enumerate(node))
            return known([item for item in items if not item.absent])
        if isinstance(node, dict):
            if "__tfmeta" in node:
                return UNRESOLVED
            return known({key: self._element(item, expressions, key) for key, item in node.items()})
        return known(node)

    def _element(self, node: Any, expressions: list[Any], key: int | str) -> Value:
        """An element of a list or map, by its own expression where that is written out."""
        own = [literal[key] for e in expressions if (literal := _literal(e, key)) is not None] or expressions
        value = self._value(node, own)
        return GIVEN if value.unknown and node is None else value


@dataclass(frozen=True)
class ConfiguredSource:
    """HCL as Checkov evaluates it, believed only where nothing that it cannot handle is involved."""

    block: Mapping[str, Any]
    written: Written
    exhaustive: bool = True

    @cached_property
    def names(self) -> Collection[str]:
        """See `Source`."""
        return self.written.names()

    def attribute(self, name: str) -> Value | None:
        """See `Source`."""
        expressions = self.written.expressions(name)
        if not expressions:
            return None
        proved = self.written.proved(expressions[0])
        if proved is not None:
            return proved
        unknown = GIVEN if self.written.is_given(expressions) else UNRESOLVED
        encoded = str(_unwrapped(expressions[0])).partition("${jsonencode(")[2]
        told = [f"${{{encoded}"] if encoded else expressions
        leaves = self.written.leaves(told)
        if not leaves <= {Leaf.KNOWN} or name not in self.block:
            return unknown
        is_null = self.block[name] in (None, [None], [[None]])
        if is_null and not WHOLE_REFERENCE.fullmatch(str(_unwrapped(expressions[0]))):
            return unknown  # `1 < 2` is null to Checkov
        if encoded:
            return known(json.dumps(_unwrapped(self.block[name])))  # Checkov shows what was to be encoded
        texts = list(_all_texts(expressions))
        is_literal = not any("${" in text for text in texts)
        return _configured(self.block[name], is_literal, _has_path(expressions[0])) or unknown

    def children(self, name: str) -> Children | None:
        """See `Source`."""
        static, dynamic = self.written.static(name), self.written.dynamic(name)
        if not static and not dynamic:
            return self._block_attribute(name)
        # Checkov appends what it makes of dynamic blocks to those written out.
        found = [block for block in _list(self.block.get(name)) if isinstance(block, dict)][: len(static)]
        items = [
            ConfiguredSource(block, replace(self.written, bodies=(body,)))
            for block, body in zip(found, static, strict=False)
        ]
        certain = len(found) == len(static)
        for each in dynamic:
            count = _literal_length(each.get("for_each"))
            certain = certain and count is not None
            items += self._contents(each) * (count or 0)
        return Children(tuple(items), certain)

    def trace(self, name: str) -> Trace | None:
        """See `Source`."""
        return self.written.trace(name)

    def _block_attribute(self, name: str) -> Children | None:
        """A block given as an attribute: `block = []`."""
        expressions = self.written.expressions(name)
        return Children(certain=expressions[0] in ([], [[]], [None])) if expressions else None

    def _contents(self, dynamic: Mapping[str, Any]) -> list[ConfiguredSource]:
        """What a dynamic block writes: literals are known, all else depends on the iterator."""
        contents = [body for body in _list(dynamic.get("content")) if isinstance(body, dict)]
        return [ConfiguredSource(body, replace(self.written, bodies=(body,))) for body in contents]


@dataclass(frozen=True)
class BareSource:
    """HCL without its source text: only what Checkov's configuration shows to be a literal counts."""

    block: Mapping[str, Any]
    exhaustive: bool = True

    @cached_property
    def names(self) -> Collection[str]:
        """See `Source`."""
        return {name for name in self.block if not name.startswith("__")}

    def attribute(self, name: str) -> Value | None:
        """See `Source`."""
        if name not in self.block:
            return None
        return _configured(self.block[name], False, False) or UNRESOLVED

    def children(self, name: str) -> Children | None:
        """See `Source`."""
        wrappers = [wrapper for wrapper in _list(self.block.get("dynamic")) if isinstance(wrapper, dict)]
        if any(name in wrapper for wrapper in wrappers):
            return Children(certain=False)
        if name not in self.block:
            return None
        return Children(tuple(BareSource(block) for block in _list(self.block[name]) if isinstance(block, dict)))

    def trace(self, name: str) -> Trace | None:
        """See `Source`. Without its surroundings a reference leads nowhere."""
        return OPEN if name in self.block else None


@dataclass(frozen=True)
class PlannedSource:
    """A block of a plan file. Terraform has evaluated it: a missing key is unknown, a null absent.

    planned       its values
    unknown       what of them is known after apply only: true, or the same of what lies inside
    expressions   what the plan says of its source text
    """

    planned: Mapping[str, Any]
    unknown: Mapping[str, Any]
    place: PlanPlace
    expressions: Mapping[str, Any]
    exhaustive: bool = False

    @cached_property
    def names(self) -> Collection[str]:
        """See `Source`."""
        return set(self.planned)

    def attribute(self, name: str) -> Value | None:
        """See `Source`."""
        if name in self.planned:
            return _after_apply(self.planned[name], self.unknown.get(name))
        found = self.trace(name)
        if found and found.only and ALWAYS_SET.search(found.only.attribute or ""):
            return GIVEN
        return UNRESOLVED if found or self.unknown.get(name) else None

    def children(self, name: str) -> Children | None:
        """See `Source`."""
        if name not in self.planned:
            return None
        found = self.planned[name]
        blocks = [block for block in _list(found) if isinstance(block, dict)]
        written: list[Mapping[str, Any]] = [b for b in _list(self.expressions.get(name)) if isinstance(b, dict)]
        marks = [mark if isinstance(mark, dict) else {} for mark in _list(self.unknown.get(name))]
        items = tuple(
            PlannedSource(block, mark or {}, self.place, _twin(block, written, len(blocks)))
            for block, mark in zip_longest(blocks, marks[: len(blocks)])
        )
        return Children(items, bool(blocks) or not found)

    def trace(self, name: str) -> Trace | None:
        """See `Source`."""
        expression = self.expressions.get(name)
        if not isinstance(expression, dict):
            return OPEN if name in self.planned else None
        return self.place.trace(expression)


@dataclass(frozen=True)
class PlanSource:
    """A block of a plan file that cannot be read again, as Checkov shows it: without values it has references."""

    block: Mapping[str, Any]
    exhaustive: bool = False

    @cached_property
    def names(self) -> Collection[str]:
        """See `Source`."""
        return {name for name in self.block if not name.startswith("__")}

    def attribute(self, name: str) -> Value | None:
        """See `Source`."""
        return self._value(_unwrapped(self.block[name])) if name in self.block else None

    def children(self, name: str) -> Children | None:
        """See `Source`."""
        if name not in self.block:
            return None
        found = self.block[name]
        items = tuple(PlanSource(block) for block in _list(found) if isinstance(block, dict))
        return Children(items, bool(items) or found in ([], [[]], [None], None))

    def trace(self, name: str) -> Trace | None:
        """See `Source`. Without its surroundings a reference leads nowhere."""
        return OPEN if name in self.block else None

    def _value(self, node: Any) -> Value:
        if isinstance(node, str):
            if node == AFTER_APPLY or PLAN_LEFTOVER.fullmatch(node):
                return UNRESOLVED
            return GIVEN if PLAN_REFERENCE.fullmatch(node) else known(node)
        if isinstance(node, list):
            return known([self._value(item) for item in node])
        if isinstance(node, dict):
            entries = {key: item for key, item in node.items() if not LINE_MARK.match(key)}
            return known({key: self._value(_unwrapped(item)) for key, item in entries.items()})
        return known(node)


def _after_apply(node: Any, unknown: Any) -> Value:
    """A value of a plan; an element or entry that is known after apply only is given."""
    if unknown is True:
        return GIVEN
    if isinstance(node, list):
        marks = unknown[: len(node)] if isinstance(unknown, list) else []
        return known([_after_apply(item, mark) for item, mark in zip_longest(node, marks)])
    if isinstance(node, dict):
        entries: Mapping[str, Any] = unknown if isinstance(unknown, dict) else {}
        return known({key: _after_apply(node.get(key), entries.get(key)) for key in {**node, **entries}})
    return known(node)


def _type_of(address: str) -> str:
    """The type in an address, with `data.` before that of a data source."""
    kinds = INSTANCE.sub("", address).split(".")
    return ".".join(kinds[-3:-1]) if kinds[-3:-2] == ["data"] else kinds[-2]


def _twin(block: Mapping[str, Any], written: list[Mapping[str, Any]], count: int) -> Mapping[str, Any]:
    """Which of the written blocks a planned one comes from. Terraform sorts some of them: their constants tell."""
    if len(written) == count == 1:
        return written[0]
    found = [candidate for candidate in written if _agrees(block, candidate)]
    return found[0] if len(found) == 1 else {}


def _agrees(block: Mapping[str, Any], written: Mapping[str, Any]) -> bool:
    constants = {
        name: expression["constant_value"]
        for name, expression in written.items()
        if isinstance(expression, dict) and "constant_value" in expression
    }
    return bool(constants) and all(block.get(name) == value for name, value in constants.items())


def _configured(value: Any, is_literal: bool, has_path: bool) -> Value | None:
    """A value of Checkov's configuration, or None where it is a leftover or not what it seems."""
    node = _unwrapped(value)
    if isinstance(node, list):
        items = [_unwrapped(item) if isinstance(item, list) else item for item in node]
        if items == [None]:
            return ABSENT
        return None if any(_is_residue(item, is_literal) for item in items) else known(items)
    if isinstance(node, dict):
        # Checkov puts the whole object where an expression takes one of its attributes.
        entries = {key: _unwrapped(item) for key, item in node.items() if not str(key).startswith("__")}
        is_computed = any(COMPUTED_KEY.match(str(key)) for key in entries)
        is_wrong = (
            not is_literal or has_path or is_computed or any(_is_residue(item, is_literal) for item in entries.values())
        )
        return None if is_wrong else known(entries)
    is_plain = node is None or isinstance(node, (str, bool, int, float))
    # A text with hyphens that stands in an object, an object id say, is a subtraction to Checkov.
    is_computed = has_path and isinstance(node, (int, float)) and not isinstance(node, bool)
    return known(node) if is_plain and not is_computed and not _is_residue(node, is_literal) else None


def _is_residue(node: Any, is_literal: bool) -> bool:
    if isinstance(node, (list, dict)):
        return any(_is_residue(item, is_literal) for item in (node.values() if isinstance(node, dict) else node))
    return isinstance(node, str) and not is_literal and RESIDUE.search(node) is not None


def _is_open(node: Any) -> bool:
    """Whether tfparse has no value: a null, an unknown, or an expression left standing."""
    return node is None or (isinstance(node, dict) and "__attribute__" in node)


def _is_written_out(expression: Any) -> bool:
    return isinstance(_unwrapped(expression), (list, dict))


def _literal(expression: Any, key: int | str) -> Any:
    """A list or map that is written out and has that key, or None."""
    literal = _unwrapped(expression)
    if isinstance(literal, list) and isinstance(key, int):
        return literal if key < len(literal) else None
    return literal if isinstance(literal, dict) and key in literal else None


def _unwrapped(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _has_path(expression: Any) -> bool:
    """Whether an expression takes an attribute out of an object: `var.settings.zones`."""
    text = _unwrapped(expression)
    return isinstance(text, str) and WHOLE_REFERENCE.fullmatch(text) is not None and text.count(".") > 1


def _literal_length(for_each: Any) -> int | None:
    """How many blocks a dynamic block writes, if its for_each is a literal."""
    value = _unwrapped(for_each)
    return len(value) if isinstance(value, (list, dict)) else None


def _for_each_inside(dynamic: Any) -> Iterable[Any]:
    """The for_each of every dynamic block inside some, at any depth."""
    contents = [body for each in dynamic for body in _list(each.get("content")) if isinstance(body, dict)]
    while contents:
        body = contents.pop()
        for wrapper in _list(body.get("dynamic")):
            for inner in map(_unwrapped, wrapper.values() if isinstance(wrapper, dict) else ()):
                if isinstance(inner, dict):
                    yield inner.get("for_each")
                    contents += [each for each in _list(inner.get("content")) if isinstance(each, dict)]
        static = (block for name, blocks in body.items() if name != "dynamic" for block in _list(blocks))
        contents += [block for block in static if isinstance(block, dict)]


def _all_texts(node: Any) -> Iterable[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for item in node.values():
            yield from _all_texts(item)
    elif isinstance(node, list):
        for item in node:
            yield from _all_texts(item)
