"""What the files of a module say, unevaluated: on what a value depends, and whether all of that is known.

Neither evaluation tells a null from an unknown. The source does: an expression is settled if everything that it
refers to, through locals, module inputs and outputs, has a value in the files.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import hcl2

from checkov_aks.terraform.base.sources import kept

Block = Mapping[str, Any]

logger = logging.getLogger(__name__)

REFERENCE: Final = re.compile(
    r"(?<![\w.\"'\]-])(?P<kind>[A-Za-z][\w-]*)\.(?P<name>[A-Za-z_][\w-]*)(?:(?:\[[^\]]*\])*\.(?P<rest>[A-Za-z_][\w-]*))?"
)
WHOLE_REFERENCE: Final = re.compile(r"\$\{\s*(?:data\.)?[A-Za-z][\w-]*\.[A-Za-z_][\w-]*(?:\.[\w-]+|\[[^\[\]]*\])*\s*\}")
NAME: Final = re.compile(r"\$\{\s*(?P<kind>var|local)\.(?P<name>[A-Za-z_][\w-]*)\s*\}")
OVERRIDE: Final = re.compile(r"(^|_|/|\\)override\.tf(\.json)?$")
COMPUTED_KEY: Final = re.compile(r"(var|local|module|data|each|count)\.\w")
FUNCTION: Final = re.compile(r"(?<![\w.])(?!i[fn]\()([a-z]\w*(?:::\w+)*)\(")

# Real configurations pass a value on through a handful of names and modules, and nest a handful of blocks.
MAX_DEPTH: Final = 50
MAX_NESTING: Final = 100
# What Checkov computes wrongly: functions and indexes change what they return, `=` into `:` in texts for one; its
# parser loses brackets, so that `(1 + 2) * 3` is 7; a `for` expression is an empty list, and `true && !false` false; a
# text with hyphens between digits, such as an object id, is a subtraction.
MISCOMPUTED: Final = re.compile(
    r"\(|[\[{]\s*for\s|[\]}]\s*[\[.]|!(?!=)|&&|\|\|| [-+*/%] .* [-+*/%] |\?.*\?|\d-\d", re.DOTALL
)

# Tells a body that comes from JSON, where blocks and maps look alike.
JSON_MARK: Final = "__json__"

# Functions whose result changes from run to run.
IMPURE: Final = {"timestamp", "plantimestamp", "uuid", "bcrypt"}
# Functions that tfparse evaluates as Terraform does. To others it is blind, as to templatestring(), or they read files
# that need not be there.
EVALUATED: Final = {
    "abs", "alltrue", "anytrue", "base64decode", "base64encode", "base64sha256", "base64sha512", "basename", "can",
    "ceil", "chomp", "chunklist", "cidrhost", "cidrnetmask", "cidrsubnet", "cidrsubnets", "coalesce", "coalescelist",
    "compact", "concat", "contains", "csvdecode", "dirname", "distinct", "element", "endswith", "flatten", "floor",
    "format", "formatdate", "formatlist", "indent", "index", "issensitive", "join", "jsondecode", "jsonencode",
    "keys", "length", "log", "lookup", "lower", "matchkeys", "max", "md5", "merge", "min", "nonsensitive", "one",
    "parseint", "pow", "range", "regex", "regexall", "replace", "reverse", "sensitive", "setintersection",
    "setproduct", "setsubtract", "setunion", "sha1", "sha256", "sha512", "signum", "slice", "sort", "split",
    "startswith", "strcontains", "strrev", "substr", "sum", "textdecodebase64", "textencodebase64", "timeadd",
    "timecmp", "title", "tobool", "tolist", "tomap", "tonumber", "toset", "tostring", "transpose", "trim",
    "trimprefix", "trimspace", "trimsuffix", "try", "upper", "urlencode", "values", "yamldecode", "yamlencode",
    "zipmap",
}  # fmt: skip
# What is written out has a length, whatever it is made of.
LENGTH: Final = re.compile(r"(?<![\w.])length\(\s*(?!\[(?!\s*for\s)|\{(?!\s*for\s))")
GUARDING: Final = {"try", "can"}
# Functions that never return null: https://developer.hashicorp.com/terraform/language/functions
NEVER_NULL: Final = {
    "abs", "base64encode", "ceil", "chunklist", "cidrhost", "cidrsubnet", "cidrsubnets", "coalesce", "coalescelist",
    "compact", "concat", "contains", "distinct", "flatten", "floor", "format", "formatlist", "join", "jsonencode",
    "keys", "length", "lower", "max", "md5", "merge", "min", "range", "replace", "reverse", "sha1", "sha256", "slice",
    "sort", "split", "startswith", "strcontains", "substr", "templatefile", "title", "tolist", "toset", "trim",
    "trimprefix", "trimspace", "trimsuffix", "upper", "values", "yamlencode", "zipmap",
}  # fmt: skip


class Leaf(Enum):
    """What an expression depends on in the end."""

    KNOWN = auto()
    NULL = auto()
    """A variable with a null default: known, but Checkov computes wrongly with it."""
    MISCOMPUTED = auto()
    """An expression that Checkov computes wrongly."""
    VOLATILE = auto()
    """Different from run to run, or by the workspace: no evaluation of it can be trusted."""
    UNKNOWN = auto()
    OUTSIDE = auto()
    """Unknown to tfparse as well, which knows the ids of resources: a variable without value, another attribute."""
    INPUT = auto()
    """Such an unknown that was handed into a module."""
    HANDED = auto()
    """Computed with such an input, which tfparse takes for null there; or the length of an unknown, for it nothing."""
    GUARDED = auto()
    """Goes through try() or can(), for which tfparse takes an unknown as an error."""

    __hash__ = object.__hash__  # quick, and the members are the only ones


OUTSIDE: Final = frozenset((Leaf.UNKNOWN, Leaf.OUTSIDE))
# Real configurations pass a value on through a handful of names; a cycle would go on for ever.
MAX_STEPS: Final = 30


@dataclass(frozen=True)
class Definitions:
    """The blocks of one directory, as Checkov's own HCL parser reads them.

    unread   files that do not parse, or that only OpenTofu reads: what they define is not known
    """

    directory: str
    files: Mapping[str, Mapping[str, Any]]
    unread: tuple[str, ...] = ()

    @cached_property
    def blocks(self) -> Mapping[str, list[Block]]:
        """Blocks by kind, of all files."""
        found: dict[str, list[Block]] = {}
        for parsed in self.files.values():
            for kind, blocks in parsed.items():
                found.setdefault(kind, []).extend(block for block in _list(blocks) if isinstance(block, dict))
        return found

    @cached_property
    def has_dynamic_blocks(self) -> bool:
        """Whether any resource writes a block dynamically, at any depth."""
        return _has_dynamic(list(self.resources.values()))

    @cached_property
    def variables(self) -> Mapping[str, Block]:
        """Variables by name."""
        return _labelled(self.blocks.get("variable", ()))

    @cached_property
    def defaults_for_null(self) -> frozenset[str]:
        """Variables that are their default where null is handed in: those with `nullable = false`.

        Source: https://developer.hashicorp.com/terraform/language/values/variables
        """
        return frozenset(
            name
            for name, body in self.variables.items()
            if _only(body.get("nullable")) in (False, "false") and "default" in body
        )

    @cached_property
    def modules(self) -> Mapping[str, Block]:
        """Module calls by name."""
        return _labelled(self.blocks.get("module", ()))

    @cached_property
    def outputs(self) -> Mapping[str, Block]:
        """Outputs by name."""
        return _labelled(self.blocks.get("output", ()))

    @cached_property
    def local_values(self) -> Mapping[str, Any]:
        """Expressions of locals by name."""
        return {name: value for block in self.blocks.get("locals", ()) for name, value in block.items()}

    @cached_property
    def resources(self) -> Mapping[tuple[str, str], Block]:
        """Resources by type and name."""
        return _typed(self.blocks.get("resource", ()))

    @cached_property
    def data(self) -> Mapping[tuple[str, str], Block]:
        """Data sources by type and name, the type as in addresses: `data.azurerm_subnet`."""
        return {(f"data.{kind}", name): body for (kind, name), body in _typed(self.blocks.get("data", ())).items()}

    @cached_property
    def azurerm_constraints(self) -> tuple[str, ...]:
        """Version constraints on azurerm: of required_providers and of provider blocks."""
        found = [
            provider.get("version") if isinstance(provider, dict) else provider
            for block in self.blocks.get("terraform", ())
            for providers in _list(block.get("required_providers"))
            if isinstance(providers, dict)
            for provider in _list(providers.get("azurerm"))
        ]
        found += [
            version
            for block in self.blocks.get("provider", ())
            for version in _list(
                block.get("azurerm", {}).get("version") if isinstance(block.get("azurerm"), dict) else None
            )
        ]
        return tuple(text for given in found for text in _list(given) if isinstance(text, str))


def _typed(blocks: Iterable[Block]) -> dict[tuple[str, str], Block]:
    found: dict[tuple[str, str], Block] = {}
    for block in blocks:
        for kind, named in block.items():
            for name, body in named.items() if isinstance(named, dict) else ():
                if isinstance(body, dict):
                    before = found.get((kind, name))
                    found[kind, name] = overridden(before, body) if before else body
    return found


def _has_dynamic(node: Any) -> bool:
    if isinstance(node, Mapping):
        return "dynamic" in node or any(_has_dynamic(child) for child in node.values())
    return isinstance(node, list) and any(_has_dynamic(child) for child in node)


def _labelled(blocks: Iterable[Block]) -> Mapping[str, Block]:
    found: dict[str, Block] = {}
    for name, body in (entry for block in blocks for entry in block.items()):
        if isinstance(body, dict):
            found[name] = overridden(found[name], body) if name in found else body
    return found


def is_override(path: str) -> bool:
    """Whether what a file says is merged into what the others say: `override.tf`, `x_override.tf`."""
    return OVERRIDE.search(path) is not None


def overridden(before: Block, after: Block) -> Block:
    """A block with what an override file says of it.

    An attribute, and all nested blocks of a name, take the place of those before.
    """
    written = [each for each in _list(after.get("dynamic")) if isinstance(each, Mapping)]
    anew = set(after).union(*written)
    older = (each for each in _list(before.get("dynamic")) if isinstance(each, Mapping) and anew.isdisjoint(each))
    dynamic = [*older, *written]
    kept = {name: value for name, value in before.items() if name not in anew}
    return {**kept, **after, **({"dynamic": dynamic} if dynamic else {})}


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


class Library:
    """The definitions of every directory that a scan needs, each read once.

    downloaded   the directories of modules that are not local, by the caller's directory and the call's name
    """

    def __init__(self, downloaded: Mapping[tuple[str, str], str] | None = None) -> None:
        self.downloaded = downloaded or {}
        self._read: dict[str, Definitions] = {}
        self._depth = 0

    @contextmanager
    def deeper(self) -> Iterator[bool]:
        """Follow one more name inside another. Tells whether that is too deep: Python's stack ends somewhere."""
        self._depth += 1
        try:
            yield self._depth > MAX_DEPTH
        finally:
            self._depth -= 1

    def definitions(self, directory: str) -> Definitions:
        """What a directory's .tf and .tf.json files define. A file that does not parse counts for nothing."""
        if directory not in self._read:
            self._read[directory] = _read(directory)
        return self._read[directory]


def _read(directory: str) -> Definitions:
    files: dict[str, Mapping[str, Any]] = {}
    unread: list[str] = []
    paths = sorted(Path(directory).glob("*.tf")) + sorted(Path(directory).glob("*.tf.json"))
    for path in sorted(paths, key=lambda path: is_override(path.name)):
        if not path.is_file():  # nor does Terraform read a folder or a pipe
            continue
        try:
            files[str(path)] = _parsed(path)
        except Exception as error:
            # Whatever the parser raises: lark's errors, recursion, decoding.
            logger.debug("cannot parse %s: %s", path, error)
            unread.append(str(path))
    # OpenTofu's own files, which neither Checkov nor tfparse reads.
    unread += [str(path) for ending in ("*.tofu", "*.tofu.json") for path in Path(directory).glob(ending)]
    return Definitions(directory, files, tuple(unread))


def _parsed(path: Path) -> Mapping[str, Any]:
    content = kept(str(path))
    if content is None:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text) if path.suffix == ".json" else hcl2.loads(text)  # type: ignore[attr-defined]
    if is_deep(content):
        raise ValueError("nested too deeply")
    return _from_json(content) if path.suffix == ".json" else content


def is_deep(content: Any) -> bool:
    """Whether something read from a file is nested so deeply that Python's stack may end before it does."""
    level = [content]
    for _ in range(MAX_NESTING):
        level = [child for node in level for child in _inside(node)]
        if not level:
            return False
    return True


def _inside(node: Any) -> Iterable[Any]:
    return node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()


# How deep the labels of a block go before its body begins.
LABELS: Final = {"resource": 2, "data": 2, "module": 1, "variable": 1, "output": 1, "provider": 1}


def _from_json(content: Any) -> dict[str, Any]:
    """Terraform's JSON syntax in the shape of the HCL parser. Source: Terraform's page on JSON configuration syntax."""
    return {
        kind: [block for given in _list(blocks) for block in _unlabelled(given, LABELS.get(kind, 0))]
        for kind, blocks in content.items()
        if kind != "//"
    }


def _unlabelled(given: Any, labels: int) -> list[Any]:
    """Blocks, each with a single label at each level."""
    if not isinstance(given, Mapping):
        return []
    if labels == 0:
        return [_body(given)]
    named = ((name, body) for name, bodies in given.items() if name != "//" for body in _list(bodies))
    return [{name: block} for name, body in named for block in _unlabelled(body, labels - 1)]


def _body(given: Mapping[str, Any]) -> dict[str, Any]:
    """A block's body: what may be a block is a list of bodies, every other value a list of one."""
    return {name: _attribute(value) for name, value in given.items() if name != "//"} | {JSON_MARK: True}


def _attribute(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [_body(value)]
    is_blocks = isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value)
    return [_body(item) for item in value] if is_blocks else [value]


@dataclass(frozen=True)
class Scope:
    """One instance of a module: its definitions and who called it. The root has no parent.

    given      root variables with a value from a tfvars file or the environment
    is_local   it and every caller lie in the repository; tfparse sees no others
    """

    definitions: Definitions
    library: Library
    parent: Scope | None = None
    call: Block = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    is_local: bool = True
    _leaves: dict[tuple[str, str], frozenset[Leaf]] = field(default_factory=dict, compare=False)
    _children: dict[str, Scope | None] = field(default_factory=dict, compare=False)
    _asked: set[str] = field(default_factory=set, compare=False)

    def child(self, name: str) -> Scope | None:
        """The scope of a module called here, the same each time, or None if it is not there."""
        if name not in self._children:
            self._children[name] = self._child(name)
        return self._children[name]

    def _child(self, name: str) -> Scope | None:
        call = self.definitions.modules.get(name)
        source = next(iter(_list(call.get("source"))), None) if call else None
        if call is None or not isinstance(source, str):
            return None
        directory = self.library.downloaded.get((self.definitions.directory, name))
        is_local = source.startswith(("./", "../"))
        if is_local:
            directory = os.path.normpath(os.path.join(self.definitions.directory, source))
        around = list(self.ancestors())
        if directory is None or directory in around or len(around) > MAX_DEPTH:
            return None
        found = self.library.definitions(directory)
        return Scope(found, self.library, self, call, is_local=self.is_local and is_local) if found.blocks else None

    def ancestors(self) -> Iterator[str]:
        """The directories from here to the root: a module must not call itself."""
        yield self.definitions.directory
        if self.parent:
            yield from self.parent.ancestors()

    def leaves(
        self, expressions: Iterable[Any], iterated: Iterable[Any] = (), *, is_keyed: bool = False
    ) -> frozenset[Leaf]:
        """What expressions depend on in the end.

        iterated   what `each` and `count` stand for: the for_each and count of the resource or module call
        is_keyed   of one instance, whose key is known: what `each` is there is known as well
        """
        found: set[Leaf] = set()
        for text in _texts(expressions):
            found |= self._of_text(text, tuple(iterated), is_keyed)
        return frozenset(found)

    def objects_behind(self, expression: Any, steps: int = MAX_STEPS) -> tuple[Mapping[str, Block], Scope] | None:
        """The map of objects that an expression is, where it is written out, and where that stands.

        Here, or where a local or an input takes it from as it is. None for any other expression.
        """
        only = _only(expression)
        if isinstance(only, Mapping):
            objects = {str(key): _only(value) for key, value in only.items()}
            return (objects, self) if all(isinstance(each, Mapping) for each in objects.values()) else None
        match = NAME.fullmatch(only) if isinstance(only, str) and steps else None
        if match and match["kind"] == "local":
            return self.objects_behind(self.definitions.local_values.get(match["name"]), steps - 1)
        if match and match["kind"] == "var" and self.parent is not None:
            return self.parent.objects_behind(self.call.get(match["name"]), steps - 1)
        return None

    def tree(self) -> dict[str, Definitions]:
        """The definitions here and in all local modules below, by directory."""
        found: dict[str, Definitions] = {}
        waiting = [self]
        while waiting:
            scope = waiting.pop()
            if scope.definitions.directory not in found:
                found[scope.definitions.directory] = scope.definitions
                children = (scope.child(name) for name in scope.definitions.modules)
                waiting += [child for child in children if child is not None]
        return found

    def constraints(self) -> tuple[str, ...]:
        """Version constraints on azurerm here and in every caller."""
        return self.definitions.azurerm_constraints + (self.parent.constraints() if self.parent else ())

    def root(self) -> Scope:
        """The outermost caller."""
        return self.parent.root() if self.parent else self

    def calls(self) -> Iterator[tuple[Block, Scope]]:
        """The module calls from here to the root, each with the scope that it stands in."""
        if self.parent is not None:
            yield self.call, self.parent
            yield from self.parent.calls()

    def is_given(self, expression: Any) -> bool:
        """Whether an expression of unknown value cannot be null."""
        if isinstance(expression, list) and len(expression) == 1 and isinstance(expression[0], str):
            expression = expression[0]
        if not isinstance(expression, str):
            return expression not in (None, [], [None])
        if WHOLE_REFERENCE.fullmatch(expression):
            return self._is_given_reference(expression)
        if not (expression.startswith("${") and close_bracket(expression, 1) == len(expression) - 1):
            return True  # a template: text around a value
        function = FUNCTION.match(expression, 2)
        if function is None or function[1] not in NEVER_NULL:
            return False
        return expression[close_bracket(expression, function.end() - 1) + 1 :].strip() == "}"

    def is_null(self, expression: Any) -> bool:
        """Whether an expression is null: literally, or through variables and locals passed on as they are."""
        if expression is None or expression == [None]:
            return True
        text = expression[0] if isinstance(expression, list) and len(expression) == 1 else expression
        match = NAME.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            return False
        if match["kind"] == "local":
            return self._ask_local(match["name"], self.is_null)
        if match["name"] in self.definitions.defaults_for_null:
            return False
        if self.parent is not None and match["name"] in self.call:
            return self.parent.is_null(self.call[match["name"]])
        variable = self.definitions.variables.get(match["name"], {})
        return match["name"] not in self.given and self.is_null(variable.get("default", ""))

    def _is_given_reference(self, expression: str) -> bool:
        match = REFERENCE.search(expression)
        if match is None:
            return False
        kind, name, is_whole = match["kind"], match["name"], match.end() == len(expression) - 1
        if kind == "local":
            return is_whole and self._ask_local(name, self.is_given)
        if kind == "var":
            return is_whole and match["rest"] is None and self._is_given_variable(name)
        return kind not in ("each", "count", "self", "path", "terraform")

    def _ask_local(self, name: str, question: Callable[[Any], bool]) -> bool:
        """The answer for a local's expression; no for one that refers to itself or is not there."""
        values = self.definitions.local_values
        if name in self._asked or name not in values:
            return False
        self._asked.add(name)
        try:
            with self.library.deeper() as is_deep:
                return not is_deep and question(values[name])
        finally:
            self._asked.discard(name)

    def _is_given_variable(self, name: str) -> bool:
        variable = self.definitions.variables.get(name)
        if self.parent is not None and name in self.call:
            return self.parent.is_given(self.call[name])
        return variable is not None and "default" not in variable

    def _of_text(self, whole: str, iterated: tuple[Any, ...], is_keyed: bool) -> set[Leaf]:
        found: set[Leaf] = set()
        text = whole[whole.index("${") :]
        if MISCOMPUTED.search(text):
            found.add(Leaf.MISCOMPUTED)
        for function in FUNCTION.findall(text):
            if function in IMPURE:
                found.add(Leaf.VOLATILE)
            elif function in GUARDING:
                found.add(Leaf.GUARDED)
            elif function not in EVALUATED:
                found |= OUTSIDE
        references = {match.group("kind", "name", "rest") for match in REFERENCE.finditer(text)}
        for kind, name, rest in references:
            if kind in ("each", "count"):
                found |= self._of_each(iterated, rest if is_keyed and name == "value" else None)
            else:
                found |= self._of_reference(kind, name, rest)
        if Leaf.OUTSIDE in found and LENGTH.search(text):
            found.add(Leaf.HANDED)
        if Leaf.INPUT in found and WHOLE_REFERENCE.fullmatch(whole) is None:
            found.add(Leaf.HANDED)
        return found

    def _of_each(self, iterated: tuple[Any, ...], entry: str | None) -> frozenset[Leaf]:
        """What `each` and `count` depend on, or one entry of each value."""
        behind = self.objects_behind(iterated[0]) if entry and len(iterated) == 1 else None
        if behind:
            objects, scope = behind
            return scope.leaves([each.get(entry or "") for each in objects.values()])
        # Checkov either makes the instances right or leaves their parts as text.
        return self.leaves(iterated) - {Leaf.MISCOMPUTED} if iterated else OUTSIDE

    def _of_reference(self, kind: str, name: str, rest: str | None) -> frozenset[Leaf]:
        if kind == "path":
            return frozenset((Leaf.KNOWN,))
        if kind == "terraform":
            return OUTSIDE | {Leaf.VOLATILE}
        if kind in ("data", "ephemeral", "self"):
            return OUTSIDE
        if kind not in ("var", "local", "module"):
            return self._of_resource(kind, name, rest)
        key = (f"{kind}.{name}", rest or "" if kind == "module" else "")
        return self._once(key, lambda: self._of_name(kind, name, rest))

    def _once(self, key: tuple[str, str], find: Callable[[], frozenset[Leaf]]) -> frozenset[Leaf]:
        """What was found before, or is found now."""
        if key not in self._leaves:
            self._leaves[key] = OUTSIDE  # Terraform accepts no cycle
            with self.library.deeper() as is_deep:
                self._leaves[key] = OUTSIDE if is_deep else find()
        return self._leaves[key]

    def _of_resource(self, kind: str, name: str, attribute: str | None) -> frozenset[Leaf]:
        body = self.definitions.resources.get((kind, name))
        if body is None and not kind.startswith(("azurerm_", "azuread_", "azapi_")):
            return frozenset()
        if attribute in (None, "id"):
            return frozenset((Leaf.UNKNOWN,))
        if body is None or attribute not in body:
            return OUTSIDE
        # tfparse hands on what it makes of an argument.
        repeats = [body[each] for each in ("for_each", "count") if each in body]
        return OUTSIDE | self._once((f"{kind}.{name}", attribute), lambda: self.leaves([body[attribute]], repeats))

    def _of_name(self, kind: str, name: str, rest: str | None) -> frozenset[Leaf]:
        if kind == "local":
            values = self.definitions.local_values
            return self.leaves([values[name]]) if name in values else OUTSIDE
        if kind == "module":
            child = self.child(name)
            output = child.definitions.outputs.get(rest or "") if child else None
            return child.leaves([output.get("value")]) if child and output else OUTSIDE
        return self._of_variable(name)

    def _of_variable(self, name: str) -> frozenset[Leaf]:
        if self.parent is not None and name in self.call:
            return self._of_input(name, self.call[name], self.parent)
        if name in self.given:
            return frozenset((Leaf.KNOWN,))
        variable = self.definitions.variables.get(name)
        if variable is None or "default" not in variable:
            return OUTSIDE
        return frozenset((Leaf.NULL if variable["default"] in (None, [None]) else Leaf.KNOWN,))

    def _of_input(self, name: str, passed: Any, parent: Scope) -> frozenset[Leaf]:
        is_default_for_null = name in self.definitions.defaults_for_null
        if is_default_for_null and JSON_MARK in self.definitions.variables[name]:
            return OUTSIDE  # tfparse takes null for null there: `overlay` rewrites no JSON
        repeats = [value for value in (self.call.get("for_each"), self.call.get("count")) if value is not None]
        null = frozenset((Leaf.NULL,)) if passed in (None, [None]) else frozenset()
        found = parent.leaves([passed], repeats) | null | {Leaf.KNOWN}
        if Leaf.OUTSIDE not in found:
            return found
        # What tfparse takes for null becomes the default as well.
        return found | ({Leaf.INPUT, Leaf.HANDED} if is_default_for_null else {Leaf.INPUT})


def _texts(node: Any) -> Iterator[str]:
    """Every text inside an expression, as the parser gives it, that is more than a literal."""
    if isinstance(node, str):
        if "${" in node:
            yield node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            # The parser strips the brackets of a computed key, `(var.key) = ...`.
            yield from _texts(f"${{{key}}}" if COMPUTED_KEY.match(str(key)) else key)
            yield from _texts(value)
    elif isinstance(node, Iterable):
        for value in node:
            yield from _texts(value)


def close_bracket(text: str, start: int) -> int:
    """The index of the bracket that closes the one at `start`, or the text's length."""
    depth = 0
    for index, character in enumerate(text[start:], start):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(character, 0)
        if depth == 0:
            return index
    return len(text)
