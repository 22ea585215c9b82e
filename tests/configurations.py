"""Terraform configurations with anything in them, as checks get them, and what checks ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from checkov_aks.common.verdict import Verdict
from checkov_aks.terraform.base.azurerm import ENTRIES, setting
from checkov_aks.terraform.base.block import Block
from checkov_aks.terraform.base.checks import TerraformCheck
from checkov_aks.terraform.base.definitions import Definitions, Library, Scope, _from_json
from checkov_aks.terraform.base.deployment import Deployment, of_plan, of_root
from checkov_aks.terraform.base.evaluation import Root, evaluator
from checkov_aks.terraform.base.plan import read_plan
from tests.scanning import FIXTURES
from tests.test_checks import TERRAFORM_ITEMS
from tests.test_fixtures import SPELLINGS

Configuration = dict[str, Any]
Read = tuple[str, str]

CHECKS = [item.check for item in TERRAFORM_ITEMS if isinstance(item.check, TerraformCheck)]
EXAMPLES = [Path(__file__).parents[1] / "examples" / name for name in ("insecure", "secure")]
EXAMPLES.append(FIXTURES / "terraform" / "AKS_503" / "v3")  # blocks that newer releases lack
PLANS = sorted((FIXTURES / "terraform").glob("*/planned/tfplan.json"))


def judge(deployment: Deployment) -> int:
    """Every verdict of every check on a deployment, with its explanation; how many there are."""
    judged = 0
    for check in CHECKS:
        for resource in (each for type_ in check.supported_entities for each in deployment.of_type(type_)):
            verdict, trail = check._judge(resource)
            assert isinstance(verdict, Verdict)
            assert all(isinstance(line, str) for line in check._explain(verdict, trail, resource.address))
            judged += 1
    return judged


# -- what is asked for


def asked(monkeypatch: pytest.MonkeyPatch) -> set[Read]:
    """Fills with the type and path of all that checks ask for from now on, inside repeated blocks too."""
    found: set[Read] = set()

    def note(block: Block, name: str, method: Any) -> Any:
        outer = "".join(part + "." for part in block.place.split("/") if part and part != "[0]" and part[0] != "[")
        type_ = block.type.removeprefix("data.")
        found.add((type_, outer + (f"{block.path}." if block.path else "") + name))
        return method(block, name)

    for method in (Block.__getitem__, Block.has, Block.blocks):
        monkeypatch.setattr(Block, method.__name__, lambda block, name, m=method: note(block, name, m))
    return found


def planned(file: Path) -> Deployment:
    """The deployment of a plan file, without Checkov's runner."""
    plan = read_plan(str(file))
    modules, confs = [plan.content["planned_values"]["root_module"]], []
    while modules:
        module = modules.pop()
        modules += module.get("child_modules", [])
        confs += [(each["type"], each["address"], listed(each["values"])) for each in module.get("resources", [])]
    return of_plan(plan, confs)


def listed(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body in the shape of Checkov's configuration."""
    return {name: value if isinstance(value, list) else [value] for name, value in body.items()}


def written(folder: Path) -> Deployment:
    """The deployment of a folder, as tfparse evaluates it, without Checkov's runner."""
    library = Library()
    return of_root(Scope(library.definitions(str(folder)), library), evaluator.load(str(folder), []), {})


@cache
def paths() -> Mapping[str, tuple[str, ...]]:
    """All that any check may ask for, by type, in every spelling: by facts, the code's table, plans and examples."""
    with pytest.MonkeyPatch.context() as patch:
        reads = asked(patch)
        for file in PLANS:
            judge(planned(file))
        for example in EXAMPLES:
            judge(written(example))
    reads |= {(type_, path) for table in (SPELLINGS, ENTRIES) for type_, known in table.items() for path in known}
    found: dict[str, set[str]] = {}
    for type_, path in reads:
        found.setdefault(type_, set()).update(spelling.path for spelling in setting(type_, path).spellings)
    return {type_: tuple(sorted(known)) for type_, known in sorted(found.items())}


# -- anything

WRONG: list[Any] = [
    None, [], {}, "", 0, -1, 1.5, True, "true", "None", [None], [[]], [[[]]], [{}], {"a": 1}, [{"a": [1]}],
    ["x", 1, None], {"": None}, "true_after_unknown", "\x00{[(", "x" * 10_000, "\u202e\x1b[31m\ud83d\ude00",
    10**30, 10**400, -(10**400), 1e308, float("nan"), float("inf"), "9" * 5000, "1.0e999", "-1.0e999", "1e5", "²",
    "²-³", f"{'9' * 5000}%", "٣%", "0-" + "9" * 5000, "[" * 5000, '{"a":' * 5000, "${" * 500, "}" * 500,
    "0.0.0.0/0", "::/0", "10.0.0.0/33", "10%", "1", "Inbound", "Allow", "Deny", "*", "22-", "-22", "~> 4", "== x",
    "/subscriptions/" + "${" * 500, "/subscriptions/x/resourceGroups/y/providers/" + "a/" * 500,
    "system:serviceaccount:", "system:serviceaccount:a:b:c", "AcrPush", "audit", "kube-audit", "AllMetrics",
    "https://oidc.prod-aks.azure.com/x",
]  # fmt: skip

# What refers to another, to itself, to nothing, in circles, and what is no HCL at all.
ADDRESSES = [f"{type_}.r{number}" for type_ in SPELLINGS for number in range(2)] + [
    "local.a", "local.b", "local.nowhere", "var.a", "var.nowhere", "module.inner", "module.missing",
    "data.azurerm_subnet.r0", "azurerm_subnet.nowhere", "each.value", "each.key", "count.index", "self", "path.module",
    "terraform.workspace",
]  # fmt: skip
STEPS = [".id", ".name", ".principal_id", ".a", "[0]", '["k"]', "[each.key]", "[*].id", "[count.index].id", ".0.id", ""]
FORMS = [
    "${%s}", "${try(%s, null)}", "${var.a ? %s : null}", "${%s}/subnets/x", "x-${%s}", "${concat(%s, %s)}",
    "${one(%s)}", "${jsonencode(%s)}", "${%s", "%s}", "${[for x in %s : x]}", "${toset(%s)}", "${file(%s)}",
    "${uuid()}", "${%s[%s]}",
]  # fmt: skip

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
references = st.tuples(st.sampled_from(FORMS), st.sampled_from(ADDRESSES), st.sampled_from(STEPS)).map(
    lambda parts: parts[0].replace("%s", parts[1] + parts[2])
)
values = st.sampled_from(WRONG) | references | anything | st.lists(references, max_size=3)


@st.composite
def bodies(draw: st.DrawFn, type_: str) -> Configuration:
    """The body of a resource: anything at some of the paths that checks ask for."""
    body: Configuration = {}
    for path in draw(st.lists(st.sampled_from(paths()[type_]), max_size=6)):
        put(body, path.split("."), draw(values))
    for name in draw(
        st.lists(st.sampled_from(["count", "for_each", "lifecycle", "dynamic", "name", "provider"]), max_size=1)
    ):
        body[name] = draw(meta_arguments(type_))
    return body


def put(body: Configuration, parts: list[str], value: Any) -> None:
    """Put a value where a path leads, in a block that is there or made for it; nowhere if that is none."""
    for part in parts[:-1]:
        block = body.setdefault(part, {})
        if not isinstance(block, dict):
            return
        body = block
    body[parts[-1]] = value


def meta_arguments(type_: str) -> st.SearchStrategy[Any]:
    """A count, a for_each, a lifecycle, or dynamic blocks."""
    ignored = st.lists(st.sampled_from([*paths()[type_], "all"]) | values, max_size=2).map(
        lambda p: {"ignore_changes": p}
    )
    names = st.sampled_from([path.partition(".")[0] for path in paths()[type_]])
    content = st.dictionaries(names, values, max_size=2)
    dynamic = st.dictionaries(
        names, st.fixed_dictionaries({"for_each": values, "content": content}) | values, max_size=2
    )
    return ignored | dynamic | values


@st.composite
def modules(draw: st.DrawFn, *, has_inner: bool) -> Configuration:
    """The content of a module: a few resources, data sources, locals, variables, outputs, a call."""
    resources: Configuration = {}
    for type_ in draw(st.lists(st.sampled_from(sorted(paths())), min_size=1, max_size=4)):
        for name in draw(st.sampled_from([("r0",), ("r0", "r1")])):
            resources.setdefault(type_, {})[name] = draw(bodies(type_))
    content: Configuration = {
        "resource": resources,
        "data": {"azurerm_subnet": {"r0": draw(bodies("azurerm_subnet"))}},
        "locals": {"a": draw(values), "b": draw(values)},
        "variable": draw(st.sampled_from([{"a": {}}, {"a": {"default": None}}, {}])),
        "output": {"id": {"value": draw(values)}, "a": {"value": draw(values)}},
    }
    if has_inner:
        call = {"a": draw(values), "for_each": draw(values)}
        content["module"] = {"inner": {"source": "./inner", **call}, "missing": {"source": "a/b/c", "a": draw(values)}}
    if draw(st.booleans()):
        content["terraform"] = {"required_providers": {"azurerm": {"version": draw(values)}}}
    return content


configurations = st.tuples(modules(has_inner=True), modules(has_inner=False))


# -- as Checkov would hand it over


def confs_of(content: Configuration, prefix: str = "") -> Iterator[tuple[str, str, Configuration]]:
    """Type, address and configuration of each resource."""
    for type_, named in content["resource"].items():
        for name, body in named.items():
            yield type_, f"{prefix}{type_}.{name}", listed(body)


def deployed(outer: Configuration, inner: Configuration, root: Root | None = None, folder: str = "/root") -> Deployment:
    """The deployment of a root module and the module inside it, evaluated or not."""
    library = Library()
    for directory, content in ((folder, outer), (f"{folder}/inner", inner)):
        library._read[directory] = Definitions(directory, {"main.tf.json": _from_json(content)})
    confs = [*confs_of(outer), *confs_of(inner, "module.inner.")]
    return of_root(Scope(library.definitions(folder), library), root, {at: [(at, conf)] for _, at, conf in confs})


def write(folder: Path, outer: Configuration, inner: Configuration) -> None:
    """The same as files."""
    (folder / "inner").mkdir(exist_ok=True)
    for directory, content in ((folder, outer), (folder / "inner", inner)):
        (directory / "main.tf.json").write_text(json.dumps(content), encoding="utf-8")


def plan_of(outer: Configuration, inner: Configuration) -> Configuration:
    """A plan file of the same: every value as it is, and every text that refers to something as an expression."""
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {
            "root_module": {
                "resources": _planned(outer, ""),
                "child_modules": [{"address": "module.inner", "resources": _planned(inner, "module.inner.")}],
            }
        },
        "resource_changes": [*_changes(outer, ""), *_changes(inner, "module.inner.")],
        "configuration": {
            "provider_config": {"azurerm": {"name": "azurerm", "version_constraint": outer.get("terraform")}},
            "root_module": {
                **_configuration(outer),
                "module_calls": {
                    "inner": {"expressions": _expressions(outer["module"]["inner"]), "module": _configuration(inner)}
                },
            },
        },
    }


def _planned(content: Configuration, prefix: str) -> list[Configuration]:
    return [
        {"address": f"{prefix}{type_}.{name}", "mode": "managed", "type": type_, "name": name, "values": body}
        for type_, named in content["resource"].items()
        for name, body in named.items()
    ]


def _changes(content: Configuration, prefix: str) -> list[Configuration]:
    change: Configuration = {"actions": ["create"], "before": None, "after": {}, "after_unknown": {}}
    return [{**each, "change": {**change, "after": each["values"]}} for each in _planned(content, prefix)]


def _configuration(content: Configuration) -> Configuration:
    return {
        "resources": [{**each, "expressions": _expressions(each["values"])} for each in _planned(content, "")],
        "outputs": {name: {"expression": _expressions(body["value"])} for name, body in content["output"].items()},
    }


def _expressions(node: Any) -> Any:
    if isinstance(node, str) and "${" in node:
        return {"references": [node.replace("${", "").replace("}", ""), node]}
    if isinstance(node, Mapping):
        return {name: _expressions(child) for name, child in node.items()}
    return [_expressions(child) for child in node] if isinstance(node, list) else {"constant_value": node}
