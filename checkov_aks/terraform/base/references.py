"""What an expression refers to: followed through locals, module inputs and outputs, and for_each, to resources.

Both evaluations lose which resource a value other than an id comes from. The source text tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import pairwise
from operator import or_
from typing import Any, Final

from checkov_aks.terraform.base.definitions import COMPUTED_KEY, MAX_STEPS, NAME, Scope, close_bracket

STEP: Final = r"[A-Za-z_][\w-]*"
INDEX: Final = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
TRAVERSAL: Final = re.compile(rf"(?<![\w.\"'\]-]){STEP}(?:{INDEX})*(?:\.(?:{STEP}|\d+|\*)(?:{INDEX})*)+")
STEPS: Final = re.compile(rf"{STEP}|\d+|\*|{INDEX}")
# Functions that hand on what they are given first, or its only element: `one(x).id`, `element(x, 0).id`.
HANDED_ON: Final = {"element", "lower", "nonsensitive", "one", "sensitive", "tolist", "tostring", "trimspace"}
CALL: Final = re.compile(rf"({STEP})\(")
PATH: Final = re.compile(rf"(?:\.(?:{STEP}|\d+|\*)|{INDEX})*")
# A map with the same keys as another: `{ for k, v in x : k => v.id }`.
MAPPED: Final = re.compile(
    rf"\{{\s*for\s+(?P<key>{STEP})\s*,\s*(?P<value>{STEP})\s+in\s+(?P<over>{TRAVERSAL.pattern})\s*:"
    rf"\s*(?P=key)\s*=>\s*(?P=value)(?P<path>(?:\.{STEP}|{INDEX})*)\s*\}}"
)
# Types of the providers that know Azure; what else looks like a resource may be the iterator of a dynamic block.
PROVIDERS: Final = ("azurerm_", "azuread_", "azapi_")
HOLE: Final = re.compile(r"\$\{[^{}]*\}")
INSTANCE_KEY: Final = re.compile(r'\["([^"]*)"\]|\[(\d+)\]')
COMPUTED_INDEX: Final = "[?]"
# What coalesce() passes over, and what it surely does not: attributes that Azure gives.
NO_TEXT: Final = ("null", "None", '""')
FROM_AZURE: Final = (".id", ".client_id", ".object_id", ".oidc_issuer_url", ".principal_id")
# Names that each refer to two others would be followed until the end of days.
MAX_TEXT: Final = 20_000


@dataclass(frozen=True)
class Reference:
    """An attribute of a resource or data source.

    type        `azurerm_subnet`, or `data.azurerm_subnet`
    address     with its modules; an instance key that is not known is left out
    attribute   its path without indexes; None where it is lost
    rest        what the text goes on with, `/namespaces/shop`, its holes as `${...}`; None where it is lost
    """

    type: str
    address: str
    attribute: str | None
    rest: str | None = ""


@dataclass(frozen=True)
class Trace:
    """Everything that a value may refer to. Open: it may be something else as well, or nothing.

    template   a text with holes
    holes      the references in it, by the text of their hole
    optional   it may be null
    """

    references: tuple[Reference, ...] = ()
    is_open: bool = True
    optional: bool = False
    template: str | None = None
    holes: Mapping[str, Reference] = field(default_factory=dict)

    @property
    def only(self) -> Reference | None:
        """The one reference that the value is, or None."""
        is_sure = len(self.references) == 1 and not self.is_open and not self.optional
        return self.references[0] if is_sure else None

    def __or__(self, other: Trace) -> Trace:
        references = tuple(dict.fromkeys(self.references + other.references))
        return Trace(references, self.is_open or other.is_open, self.optional or other.optional)


OPEN: Final = Trace()
NOTHING: Final = Trace((), is_open=False)
NULL: Final = Trace((), is_open=False, optional=True)


@dataclass(frozen=True)
class Effort:
    """What may still be done to follow one value: so many names one after the other, so much text in all."""

    steps: int = MAX_STEPS
    text: list[int] = field(default_factory=lambda: [MAX_TEXT])

    def is_spent_on(self, expression: Any) -> bool:
        """Whether an expression is too much now. Says so of the next one, where this one took the rest."""
        is_spent = self.steps == 0 or self.text[0] <= 0
        self.text[0] -= len(expression) if isinstance(expression, str) else 1
        return is_spent

    def less(self) -> Effort:
        """What is left one name further."""
        return replace(self, steps=self.steps - 1)


def to(reference: Reference) -> Trace:
    """The trace of a value that is a reference."""
    return Trace((reference,), is_open=False)


@dataclass(frozen=True)
class Place:
    """Where an expression stands: a module instance and, inside a resource, the resource's own instance.

    modules    the steps of the module's address, `module.aks["a"]`; keys that are not known are left out
    address    of the resource, or the module call, around the expression
    for_each   what repeats it
    """

    scope: Scope
    modules: tuple[str, ...] = ()
    address: str = ""
    for_each: Any = None

    @cached_property
    def key(self) -> str | None:
        """The instance key of what is around the expression, as addresses write it, or None."""
        return key_of(self.address)

    @property
    def parent(self) -> Place:
        """The place of the call of this module."""
        assert self.scope.parent is not None
        return Place(self.scope.parent, self.modules[:-1], self.modules[-1], self.scope.call.get("for_each"))

    def child(self, name: str, key: str | None) -> Place | None:
        """The place inside a module called here, or None where the module is not there."""
        scope = self.scope.child(name)
        return Place(scope, (*self.modules, f"module.{name}{key or ''}")) if scope else None


def key_of(address: str) -> str | None:
    """The instance key at the end of an address, with its brackets, or None."""
    match = re.search(rf"({INDEX})$", address)
    return match[1] if match else None


def trace(expression: Any, place: Place, path: tuple[str, ...] = (), effort: Effort | None = None) -> Trace:
    """What an expression, as the parser gives it, refers to.

    path   steps into its value: names and indexes
    """
    effort = effort or Effort()
    if isinstance(expression, list) and len(expression) == 1:
        expression = expression[0]
    if expression is None or effort.is_spent_on(expression):
        return OPEN
    if isinstance(expression, Mapping):
        name = _entry_name(path[0]) if path else None
        return trace(expression[name], place, path[1:], effort.less()) if name in expression else OPEN
    if isinstance(expression, list):
        position = (path[0] if path else "").strip("[]")
        is_there = re.fullmatch("[0-9]{1,9}", position) and int(position) < len(expression)
        return trace(expression[int(position)], place, path[1:], effort.less()) if is_there else OPEN
    if not isinstance(expression, str) or "${" not in expression:
        return OPEN
    return _of_text(expression.strip(), place, path, effort)


def _of_text(text: str, place: Place, path: tuple[str, ...], effort: Effort) -> Trace:
    end = close_bracket(text, 1) if text.startswith("${") else 0
    if end < len(text) - 1:
        return _of_template(text, end, place, effort)
    inside = text[2:-1].strip()
    if TRAVERSAL.fullmatch(inside):
        return _of_traversal(STEPS.findall(inside), place, path, effort)
    branches = _branches(inside)
    if branches:
        found = [
            NULL if each in ("null", "None") else trace(f"${{{each}}}", place, path, effort.less()) for each in branches
        ]
        return found[0] | found[1]
    mapped = MAPPED.fullmatch(inside) if path else None
    if mapped:
        into = (path[0], *STEPS.findall(mapped["path"]), *path[1:])
        return _of_traversal(STEPS.findall(mapped["over"]), place, into, effort.less())
    arguments, steps = _handed_on(inside, place)
    if arguments:
        handed_on = (trace(f"${{{each}}}", place, (*steps, *path), effort.less()) for each in arguments)
        return reduce(or_, handed_on)
    candidates = (_of_traversal(STEPS.findall(each), place, path, effort) for each in _traversals(inside))
    return replace(_union(candidates), is_open=True)


def _handed_on(text: str, place: Place) -> tuple[list[str], list[str]]:
    """The arguments of which a call hands one on, and the steps behind; none where it is no such call, or more."""
    match = CALL.match(text)
    end = close_bracket(text, match.end() - 1) if match else 0
    if match is None or PATH.fullmatch(text, end + 1) is None:
        return [], []
    inside = text[match.end() : end]
    commas = [-1, *_outside(inside, ","), len(inside)]
    arguments = [inside[before + 1 : after].strip() for before, after in pairwise(commas)]
    return _one_of(match[1], arguments, place), STEPS.findall(text[end + 1 :])


def _one_of(function: str, arguments: list[str], place: Place) -> list[str]:
    if function in HANDED_ON:
        return arguments[:1]
    if function == "coalesce":
        rest = [each for each in arguments if each not in NO_TEXT and not place.scope.is_null(f"${{{each}}}")]
        return rest[:1] if rest and TRAVERSAL.fullmatch(rest[0]) and rest[0].endswith(FROM_AZURE) else []
    rest = [each for each in arguments if not _fails(each, place)] if function == "try" else []
    if not rest or not TRAVERSAL.fullmatch(rest[0]):
        return []
    # An instance may be missing; what is there in its stead counts where it is a reference too.
    is_instance = "[" in "".join(STEPS.findall(rest[0])[2:3])
    return [each for each in rest if TRAVERSAL.fullmatch(each)] if is_instance else rest[:1]


def _fails(text: str, place: Place) -> bool:
    """Whether an expression takes something out of what is null."""
    steps = STEPS.findall(text) if TRAVERSAL.fullmatch(text) else []
    return len(steps) > 2 and place.scope.is_null(f"${{{steps[0]}.{steps[1]}}}")


def _of_template(text: str, end: int, place: Place, effort: Effort) -> Trace:
    """A text around values: what it begins with decides."""
    traces = {hole: trace(hole, place, (), effort.less()) for hole in HOLE.findall(text)}
    holes = {hole: found.only for hole, found in traces.items() if found.only}
    if not end:
        return Trace(template=text, holes=holes)
    first = _of_text(text[: end + 1], place, (), effort.less())
    found = tuple(replace(r, rest=None if r.rest is None else r.rest + text[end + 1 :]) for r in first.references)
    return replace(first, references=found, template=text, holes=holes)


def _of_traversal(steps: list[str], place: Place, path: tuple[str, ...], effort: Effort) -> Trace:
    """What `kind.name...` refers to, each index a step of its own."""
    # What `each` is here, it need not be in the module or local where this leads.
    own = (_settled(step, place) if step.startswith("[") else step for step in steps[2:])
    kind, name, rest = steps[0], steps[1], (*own, *path)
    if kind in FOLLOWED:
        return FOLLOWED[kind](name, place, rest, effort)
    if kind in ("count", "path", "self", "terraform"):
        return OPEN
    if kind == "data" and rest:
        return to(_resource(f"data.{name}", rest[0], rest[1:], place))
    is_iterator = name in ("key", "value") and not kind.startswith(PROVIDERS)
    is_resource = (kind, name) in place.scope.definitions.resources or ("_" in kind and not is_iterator)
    return _of_argument(_resource(kind, name, rest, place), (kind, name), place, effort) if is_resource else OPEN


def _of_argument(reference: Reference, resource: tuple[str, str], place: Place, effort: Effort) -> Trace:
    """What an argument of a resource refers to, where it is nothing but another reference; else the argument itself."""
    body = place.scope.definitions.resources.get(resource, {})
    written = body.get(reference.attribute or "")
    text = written[0] if isinstance(written, list) and len(written) == 1 else written
    if not isinstance(text, str) or not text.startswith("${") or TRAVERSAL.fullmatch(text[2:-1].strip()) is None:
        return to(reference)
    found = trace(text, Place(place.scope, place.modules, reference.address, body.get("for_each")), (), effort.less())
    return found if found.only else to(reference)


def repeated_over(for_each: Any, place: Place) -> Trace:
    """What a for_each takes its instances from, one for each."""
    text = for_each[0] if isinstance(for_each, list) and len(for_each) == 1 else for_each
    mapped = MAPPED.fullmatch(text[2:-1].strip()) if isinstance(text, str) else None
    return trace(f"${{{mapped['over']}}}" if mapped else for_each, place)


def _of_local(name: str, place: Place, path: tuple[str, ...], effort: Effort) -> Trace:
    values = place.scope.definitions.local_values
    inside = replace(place, address="", for_each=None)
    return trace(values[name], inside, path, effort.less()) if name in values else OPEN


def _of_variable(name: str, place: Place, path: tuple[str, ...], effort: Effort) -> Trace:
    if place.scope.parent is not None and name in place.scope.call:
        return trace(place.scope.call[name], place.parent, path, effort.less())
    return OPEN


def _of_output(name: str, place: Place, path: tuple[str, ...], effort: Effort) -> Trace:
    key = _known_key(path[0]) if path and path[0].startswith("[") else None
    path = path[1:] if path and path[0].startswith("[") else path
    child = place.child(name, key)
    output = child.scope.definitions.outputs.get(path[0]) if child and path else None
    return trace(output.get("value"), child, path[1:], effort.less()) if child and output else OPEN


def _of_each(name: str, place: Place, path: tuple[str, ...], effort: Effort) -> Trace:
    if name != "value" or place.for_each is None or place.key is None:
        return OPEN
    outside = replace(place, for_each=None)
    return trace(place.for_each, outside, (place.key, *path), effort.less())


FOLLOWED: Final[Mapping[str, Callable[[str, Place, tuple[str, ...], Effort], Trace]]] = {
    "var": _of_variable,
    "local": _of_local,
    "module": _of_output,
    "each": _of_each,
}


def _resource(kind: str, name: str, path: tuple[str, ...], place: Place) -> Reference:
    key = None
    if path and path[0].startswith("["):
        key, path = _known_key(path[0]), path[1:]
    return Reference(kind, ".".join((*place.modules, f"{kind}.{name}{key or ''}")), attribute_of(path) or None)


def attribute_of(path: Iterable[str]) -> str:
    """The attribute that steps lead to, without positions."""
    names = (re.sub(r'^\["([^"]*)"\]$', r"\1", step) for step in path)
    return ".".join(name for name in names if name[:1].isalpha() or name[:1] == "_")


def _settled(index: str, place: Place) -> str:
    """An index as it is in a place: a key, or `[?]` where it is computed."""
    inside = index[1:-1].strip()
    if inside in ("each.key", "count.index"):
        return place.key or COMPUTED_INDEX
    if inside == "each.value":
        return _each_value(place) or COMPUTED_INDEX
    return _known_key(index) or COMPUTED_INDEX


def _known_key(index: str) -> str | None:
    return index if INSTANCE_KEY.fullmatch(index) else None


def _each_value(place: Place) -> str | None:
    """The value of the instance as a key: that of a map that is written out; in a set it is the key."""
    repeated = place.for_each[0] if isinstance(place.for_each, list) and place.for_each else place.for_each
    if isinstance(repeated, str):
        return place.key if repeated.startswith("${toset(") else None
    value = repeated.get(_entry_name(place.key or "")) if isinstance(repeated, Mapping) else None
    return f'["{value}"]' if isinstance(value, str) and "${" not in value else None


def _entry_name(step: str) -> str:
    """The entry of a map that a step names."""
    match = INSTANCE_KEY.fullmatch(step)
    return (match[1] or match[2] or "") if match else step


def _branches(text: str) -> list[str]:
    """Both results of a conditional, or nothing for any other expression."""
    question = next(_outside(text, "?"), None)
    if question is None:
        return []
    colon = next((at for at in _outside(text, ":") if at > question), None)
    return [text[question + 1 : colon].strip(), text[colon + 1 :].strip()] if colon else []


def _outside(text: str, wanted: str) -> Iterator[int]:
    """Where a character stands outside brackets and strings."""
    depth, quoted = 0, False
    for at, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif not quoted:
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(character, 0)
            if character == wanted and depth == 0:
                yield at


def _traversals(text: str) -> list[str]:
    """Every traversal in an expression."""
    return [match[0] for match in TRAVERSAL.finditer(text)]


def _union(traces: Iterable[Trace]) -> Trace:
    found = NOTHING
    for each in traces:
        found |= each
    return found if found.references else OPEN


def has_known_keys(expression: Any, place: Place, steps: int = MAX_STEPS) -> bool:
    """Whether an expression is a map that is written out, here or where a variable or local takes it from."""
    if isinstance(expression, list) and len(expression) == 1:
        expression = expression[0]
    if isinstance(expression, Mapping):
        return not any("${" in str(key) or COMPUTED_KEY.match(str(key)) for key in expression)
    match = NAME.fullmatch(expression) if isinstance(expression, str) and steps else None
    if match is None:
        return False
    if match["kind"] == "local":
        return has_known_keys(place.scope.definitions.local_values.get(match["name"]), place, steps - 1)
    if place.scope.parent is None:
        return False
    return has_known_keys(place.scope.call.get(match["name"]), Place(place.scope.parent), steps - 1)


def texts_in(expression: Any, place: Place, steps: int = MAX_STEPS) -> set[str]:
    """The texts inside an expression, at any depth; what a variable or local hands on as it is, is where it stands."""
    if isinstance(expression, (Mapping, list)):
        children = expression.values() if isinstance(expression, Mapping) else expression
        return {text for child in children for text in texts_in(child, place, steps)}
    match = NAME.fullmatch(expression) if isinstance(expression, str) and steps else None
    name, scope = (match["name"] if match else ""), place.scope
    if match and match["kind"] == "local" and name in scope.definitions.local_values:
        return texts_in(scope.definitions.local_values[name], place, steps - 1)
    if match and match["kind"] == "var" and scope.parent is not None and name in scope.call:
        return texts_in(scope.call[name], place.parent, steps - 1)
    return {expression} if isinstance(expression, str) else set()


def everything_in(expressions: Iterable[tuple[Any, Place]]) -> set[str]:
    """The addresses of all that is referred to anywhere inside expressions, at any depth, without instance keys."""
    found: set[str] = set()
    waiting = list(expressions)
    seen: set[object] = set()
    while waiting:
        expression, place = waiting.pop()
        here = (id(expression), id(place.scope), place.modules, place.address)
        if here in seen:
            continue
        seen.add(here)
        if isinstance(expression, str) and "${" in expression:
            for piece in dict.fromkeys(_traversals(expression[expression.index("${") :])):
                addresses, behind = _behind(STEPS.findall(piece), place)
                found |= addresses
                waiting += behind
        elif isinstance(expression, (Mapping, list)):
            inside = expression.values() if isinstance(expression, Mapping) else expression
            waiting += ((child, place) for child in inside)
    return found


def _behind(piece: list[str], place: Place) -> tuple[set[str], list[tuple[Any, Place]]]:
    """What a traversal refers to, or all that is in the local, input or output that it names, if it is not followed."""
    traced = _of_traversal(piece, place, (), Effort())
    if traced.references:
        return {re.sub(INDEX, "", reference.address) for reference in traced.references}, []
    kind, name = piece[0], piece[1]
    if kind == "local":
        return set(), [(place.scope.definitions.local_values.get(name), place)]
    if kind == "var" and place.scope.parent is not None:
        return set(), [(place.scope.call.get(name), place.parent)]
    child = place.child(name, None) if kind == "module" else None
    outputs = child.scope.definitions.outputs if child else {}
    output = outputs.get(next((step for step in piece[2:] if not step.startswith("[")), ""))
    return set(), [(output.get("value"), child)] if child and output else []
