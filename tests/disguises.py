"""A deployment in disguise: its values, blocks and resources written in other ways that mean the same.

A seed draws the ways, one inside the other. Some values can depend on variables that nobody gives: what those may be
given is in `given`, of which the first means the deployment that was disguised.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.mutations import Body, Deployment, expression, is_blocks

Files = dict[str, str]

REFERENCE = re.compile(r"azurerm_\w+\.(\w+)((?:\.\w+|\[\d+\])*)")
KEYS = {"": "", "count = 1\n": "[0]", 'for_each = { one = "x" }\n': '["one"]', 'for_each = toset(["one"])\n': '["one"]'}

# Ways to write an expression <e>; <o> is another value of its type, and not what comes out. Checkov's parser can read
# quotes in a template only where there are no others around.
SAME: Mapping[str, tuple[str, ...]] = {
    "any": (
        "(<e>)", "(true ? <e> : <o>)", "(1 > 2 ? <o> : <e>)", "(var.nothing == null ? <e> : <o>)",
        "try(<e>, <o>)", "try(var.nothing.inside, <e>)", "one([<e>])", "[<e>][0]", "element([<e>], 3)",
        "[for x in [<e>] : x][0]",
        '{ a = <e>, b = <o> }["a"]', "{ a = <e>, b = null }.a", 'lookup({ a = <e> }, "a", <o>)',
        'lookup({ b = <o> }, "a", <e>)', "merge({ a = <o> }, { a = <e> }).a", 'merge({ a = <e> }, { b = <o> })["a"]',
    ),
    "literal": ("jsondecode(jsonencode(<e>))",),
    "string": (
        'coalesce("", <e>)', 'coalesce(<e>, "x")', 'format("%s", <e>)', 'join("", [<e>])', "trimspace(<e>)",
        'replace(<e>, "no such text", "x")', 'split("|", <e>)[0]',
    ),
    "template": ('"${<e>}"',),
    "bool": (
        "!(!(<e>))", "((<e>) == true)", "((<e>) && true)", "((<e>) || false)", "tobool(<e>)", "contains([true], <e>)",
        "anytrue([false, <e>])", "alltrue([true, <e>])",
    ),
    "number": ("((<e>) + 0)", "max(<e>, <e>)", "min(<e>, 100000)", "tonumber(<e>)"),
    "list(string)": (
        "concat(<e>, [])", "flatten([<e>, []])", "[for x in <e> : x]", "[for i, x in <e> : x if i >= 0]",
        "distinct(<e>)", "tolist(<e>)", "[for x in <e> : { a = x }][*].a", "coalescelist([], <e>)",
        "slice(<e>, 0, length(<e>))",
    ),
    "map(string)": ("merge(<e>, {})", "{ for k, v in <e> : k => v }"),
}  # fmt: skip

# What a dynamic block may go over, once.
ONCE = (
    "[1]",
    'true ? ["x"] : []',
    '{ k = "v" }',
    "var.nothing == null ? [1] : []",
    'toset(["x"])',
    "try(var.nothing.x, [1])",
)

# Ways that depend on a variable <v>: its type, and what it may be; what comes first makes the expression <e>.
OPEN: Mapping[str, tuple[tuple[str, str, tuple[Any, ...]], ...]] = {
    "any": (
        ("(<v> ? <e> : <o>)", "bool", (True, False)),
        ('(<v> == "p" ? <e> : <o>)', "string", ("p", "q")),
        ('(contains(["p"], <v>) ? <o> : <e>)', "string", ("q", "p")),
        ("(<v> == null ? <e> : <o>)", "string", (None, "x")),
        ("(length(<v>) > 0 ? <e> : <o>)", "list(string)", (["x"], [])),
        ('{ a = <e>, b = <o> }[<v>]', "string", ("a", "b")),
        ("try(<v>[0] == 1 ? <o> : <e>, <e>)", "list(number)", ([], [1])),
    ),
    "string": (
        ("coalesce(<v>, <e>)", "string", (None, "x")),
        ('lookup(<v>, "k", <e>)', "map(string)", ({}, {"k": "x"})),
    ),
    "bool": (("((<e>) && <v>)", "bool", (True, False)), ("((<e>) || <v>)", "bool", (False, True))),
    "number": (("((<e>) + length(<v>))", "list(string)", ([], ["x"])), ("(<e> * <v>)", "number", (1, 2))),
    "list(string)": (
        ("concat(<e>, <v>)", "list(string)", ([], ["z"])),
        ("[for x in <e> : x if x != <v>]", "string", ("no", "1")),
    ),
    "map(string)": (("merge(<e>, <v>)", "map(string)", ({}, {"z": "z"})),),
}  # fmt: skip
OPEN_BLOCKS: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
    ("<v> ? [1] : []", "bool", (True, False)), ("<v>", "list(string)", (["x"], [], ["x", "y"])),
    ("<v>[*]", "string", ("x", None)), ("<v> == null ? [] : [<v>]", "string", ("x", None)),
    ("compact([<v>])", "string", ("x", "")), ("range(length(<v>))", "list(string)", (["x"], [])),
    ("{ for k in <v> : k => k }", "list(string)", (["x"], [])), ("concat([1], <v>)", "list(number)", ([], [2])),
)  # fmt: skip
# Blocks that must be there: something refers to what is in them, or the provider asks for them.
NEEDED = {"default_node_pool", "identity", "key_vault_secrets_provider"}


@dataclass
class Module:
    """A module in the making: its blocks as text, and what its call hands in."""

    name: str
    repeated: str = ""
    blocks: list[str] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    names: int = 0

    def fresh(self, kind: str) -> str:
        """A name that nothing here has."""
        self.names += 1
        return f"{kind}{self.names}"

    def local(self, value: str) -> str:
        """A local with that value."""
        name = self.fresh("local")
        self.blocks.append(f"locals {{\n{name} = {value}\n}}\n")
        return f"local.{name}"

    def variable(self, type_: str, more: str = "") -> str:
        """The name of a new variable."""
        name = self.fresh("variable")
        self.blocks.append(f'variable "{name}" {{\n{f"type = {type_}" if type_ else ""}\n{more}}}\n')
        return name

    @property
    def address(self) -> str:
        """How the root refers to it."""
        return f"module.{self.name}{KEYS[self.repeated]}"


class Disguise:
    """A disguise of a deployment.

    seed    what draws it
    open    how often a value or a block depends on what is not given, from 0 to 1
    given   what those variables may be given: a mapping from names to values, several times
    """

    def __init__(self, deployment: Deployment, seed: int, *, open: float = 0.0, choices: int = 3) -> None:  # noqa: A002
        self.random = random.Random(seed)
        self.open = open
        self.given: list[dict[str, Any]] = [{} for _ in range(choices)]
        self.root = Module("")
        self.modules = [self.root, *(Module(name, self._repeated()) for name in ("one", "two"))]
        self.types = deployment.types
        self.homes = {name: self.random.choice(self.modules) for name in deployment.types}
        self.repeated = {name: self._repeated() for name in deployment.types}
        for name, body in deployment.bodies.items():
            text = f'resource "{self.types[name]}" "{name}" {{\n{self._body(body, name)}}}\n'
            self.homes[name].blocks.append(text)

    def files(self) -> Files:
        """The files of the root module and its modules."""
        for module in self.modules[1:]:
            inputs = "".join(f"{name} = {value}\n" for name, value in module.inputs.items())
            self.root.blocks.append(
                f'module "{module.name}" {{\nsource = "./{module.name}"\n{module.repeated}{inputs}}}\n'
            )
        nothing = 'variable "nothing" {\ndefault = null\n}\n'
        return {
            str.lstrip(f"{module.name}/disguised.tf", "/"): "\n".join((nothing, *module.blocks, *_outputs(module)))
            for module in self.modules
        }

    def _repeated(self) -> str:
        return self.random.choice(["", "", *KEYS])

    # -- bodies

    def _body(self, body: Body, name: str) -> str:
        """The arguments and blocks of a resource, some of them by way of one object."""
        module, repeated = self.homes[name], self.repeated[name]
        plain = {key: value for key, value in body.items() if not is_blocks(value)}
        grouped = {key: value for key, value in plain.items() if self.random.random() < 0.3}
        written = self._arguments({key: value for key, value in plain.items() if key not in grouped}, module)
        if repeated.startswith("for_each = {"):
            items = f"{{ one = {self._object(grouped, module)} }}"
            repeated = f"for_each = {self._handed_on(items, module)}\n"
            written += [f"{key} = each.value.{key}\n" for key in grouped]
        else:
            object_ = module.local(self._object(grouped, module))
            written += [f"{key} = {object_}.{key}\n" for key in grouped]
        blocks = (self._blocks(key, value, module) for key, value in body.items() if is_blocks(value))
        return "".join([repeated, *written, *blocks])

    def _arguments(self, values: Mapping[str, Any], module: Module) -> list[str]:
        return [f"{key} = {self._value(value, module)}\n" for key, value in values.items()]

    def _object(self, values: Mapping[str, Any], module: Module) -> str:
        return "{ " + ", ".join(f"{key} = {self._value(value, module)}" for key, value in values.items()) + " }"

    def _handed_on(self, value: str, module: Module) -> str:
        """A value, or a name that stands for it."""
        way = self.random.choice(("itself", "local", "input"))
        if way == "local":
            return module.local(value)
        if way == "input" and module is not self.root and not re.search(r"\b(var|local|module|each)\.|azurerm_", value):
            name = module.variable("")
            module.inputs[name] = value
            return f"var.{name}"
        return value

    def _blocks(self, name: str, blocks: list[Body], module: Module) -> str:
        """Blocks written out, dynamic over one item each, or over objects with their arguments."""
        if name not in NEEDED and self.random.random() < self.open:
            way, type_, values = self.random.choice(OPEN_BLOCKS)
            return "".join(
                _dynamic(name, way.replace("<v>", self._ungiven(type_, values, module)), self._inside(block, module))
                for block in blocks
            )
        is_flat = not any(is_blocks(value) for block in blocks for value in block.values())
        way = self.random.choice(
            ("written out", "one by one", "over objects" if is_flat and blocks[0] else "one by one")
        )
        if way == "over objects" and all(list(block) == list(blocks[0]) for block in blocks):
            items = f"[{', '.join(self._object(block, module) for block in blocks)}]"
            content = "".join(f"{key} = {name}.value.{key}\n" for key in blocks[0])
            return _dynamic(name, self._handed_on(items, module), content)
        if way == "one by one":
            return "".join(_dynamic(name, self.random.choice(ONCE), self._inside(block, module)) for block in blocks)
        return "".join(f"{name} {{\n{self._inside(block, module)}}}\n" for block in blocks)

    def _inside(self, block: Body, module: Module) -> str:
        plain = {key: value for key, value in block.items() if not is_blocks(value)}
        blocks = (self._blocks(key, value, module) for key, value in block.items() if is_blocks(value))
        return "".join([*self._arguments(plain, module), *blocks])

    # -- values

    def _value(self, value: Any, module: Module) -> str:
        is_literal = "${" not in json.dumps(value)
        written = REFERENCE.sub(lambda match: self._reference(match, module), expression(value))
        for _ in range(self.random.choice((0, 0, 1, 2, 3))):
            written = self._disguised(written, value, module, is_literal=is_literal)
        return written

    def _disguised(self, written: str, value: Any, module: Module, *, is_literal: bool) -> str:
        type_, other = _type_of(value), _other(value)
        if self.random.random() < self.open:
            way, of_variable, values = self.random.choice(OPEN["any"] + OPEN.get(type_, ()))
            variable = self._ungiven(of_variable, values, module)
            return way.replace("<e>", written).replace("<o>", other).replace("<v>", variable)
        ways: list[Callable[[], str]] = [
            lambda: self.random.choice(SAME["any"] + SAME[type_]),
            lambda: module.local(written),
            lambda: self._handed_on(written, module),
        ]
        if is_literal:
            ways.append(lambda: self.random.choice(SAME["literal"]))
        if type_ == "string" and '"' not in written:
            ways.append(lambda: self.random.choice(SAME["template"]))
        if written == expression(value) and is_literal and module is self.root:
            ways.append(lambda: self._by_default(written, type_))
        return self.random.choice(ways)().replace("<e>", written).replace("<o>", other)

    def _by_default(self, written: str, type_: str) -> str:
        """A variable of the root whose default it is, or the default of an attribute of which."""
        if self.random.random() < 0.5:
            return f"var.{self.root.variable(self.random.choice(['', type_]), f'default = {written}' + chr(10))}"
        return (
            f"var.{self.root.variable(f'object({{ a = optional({type_}, {written}) }})', 'default = {}' + chr(10))}.a"
        )

    def _ungiven(self, type_: str, values: tuple[Any, ...], module: Module) -> str:
        """A variable that nobody gives, handed on to where it is used."""
        name = self.root.variable(type_)
        for index, given in enumerate(self.given):
            given[name] = self.random.choice(values) if index else values[0]
        if module is self.root:
            return f"var.{name}"
        input_ = module.variable(self.random.choice(["", type_]))
        module.inputs[input_] = f"var.{name}"
        return f"var.{input_}"

    def _reference(self, match: re.Match[str], module: Module) -> str:
        """How a module refers to an attribute of a resource, wherever that is."""
        name, attribute = match[1], match[2]
        if name not in self.types:
            return match[0]
        home = self.homes[name]
        found = f"{self.types[name]}.{name}{KEYS[self.repeated[name]]}{attribute}"
        if home is not module and home is not self.root:
            output = f"{name}{re.sub(r'[^a-z_]', '_', attribute)}"
            home.outputs[output] = found
            found = f"{home.address}.{output}"
        if home is module or module is self.root:
            return found
        input_ = module.variable("")
        module.inputs[input_] = found
        return f"var.{input_}"


def _outputs(module: Module) -> Iterable[str]:
    return (f'output "{name}" {{\nvalue = {value}\n}}\n' for name, value in module.outputs.items())


def _dynamic(name: str, for_each: str, content: str) -> str:
    return f'dynamic "{name}" {{\nfor_each = {for_each}\ncontent {{\n{content}}}\n}}\n'


def _type_of(value: Any) -> str:
    kinds = {bool: "bool", int: "number", float: "number", str: "string", list: "list(string)", dict: "map(string)"}
    return kinds[type(value)]


def _other(value: Any) -> str:
    """Another value of the same type, as HCL."""
    others: dict[str, Any] = {"string": "other", "list(string)": ["other"], "map(string)": {"other": "other"}}
    if isinstance(value, bool):
        return json.dumps(not value)
    return json.dumps(value + 1) if isinstance(value, (int, float)) else expression(others[_type_of(value)])
