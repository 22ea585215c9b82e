"""What Terraform, tfparse, Checkov and the base layer say of the expressions in `fixtures/evaluation/cases.yaml`."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from checkov.terraform.parser_functions import handle_dynamic_values

from checkov_aks.terraform.base.block import Block
from checkov_aks.terraform.base.evaluation import UUID, Root
from tests.azurerm import terraform
from tests.reading import CLUSTER, blocks, plain

FILE = Path(__file__).parent / "fixtures" / "evaluation" / "cases.yaml"
CASES: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
EXPRESSIONS: list[dict[str, Any]] = CASES["expressions"]
DYNAMIC: list[dict[str, Any]] = CASES["dynamic"]
FUNCTIONS: list[dict[str, Any]] = [
    {"expression": expression, "terraform": value}
    for expression, value in yaml.safe_load(FILE.with_name("functions.yaml").read_text(encoding="utf-8")).items()
]

PLACES = {"outermost": "{body}", "in a block": "default_node_pool {{\n{body}}}\n"}
ATTRIBUTE = {"outermost": "", "in a block": "default_node_pool."}
UNKNOWN = "unknown"
NOW = re.compile(r'"\d{4}-\d\d-\d\dT[\d:]*Z"')


def of_expressions(
    directory: Path, place: str, cases: Sequence[Mapping[str, Any]] = EXPRESSIONS
) -> list[tuple[Any, str]]:
    """What the base layer makes of each expression, and what its witness says of it; all in one cluster."""
    body = "".join(f"x{index} = {case['expression']}\n" for index, case in enumerate(cases))
    text = f'{CASES["variables"]}\nresource "{CLUSTER}" "this" {{\n{PLACES[place].format(body=body)}}}\n'
    (directory / "main.tf").write_text(text, encoding="utf-8")
    (block,) = blocks(directory)[f"{CLUSTER}.this"]
    source = _source(block, place)
    names = [f"x{index}" for index in range(len(cases))]
    return [(plain(block[ATTRIBUTE[place] + name]), _told(source, name)) for name in names]


def _source(block: Block, place: str) -> Any:
    source: Any = block.resource.source
    if place == "outermost":
        return source
    children = source.children("default_node_pool")
    assert children is not None
    return children.items[0]


def of_dynamic_blocks(directory: Path) -> list[tuple[Any, int]]:
    """How many blocks each `for_each` makes to the base layer, and to its witness; a cluster each."""
    clusters = (
        f'resource "{CLUSTER}" "c{index}" {{\n  dynamic "extension" {{\n    for_each = {case["for_each"]}\n'
        f'    content {{\n      name = "x"\n    }}\n  }}\n}}\n'
        for index, case in enumerate(DYNAMIC)
    )
    (directory / "main.tf").write_text(CASES["variables"] + "".join(clusters), encoding="utf-8")
    found = blocks(directory)
    return [_counted(found[f"{CLUSTER}.c{index}"][0]) for index in range(len(DYNAMIC))]


def _counted(block: Block) -> tuple[Any, int]:
    there = block.blocks("extension")
    source: Any = block.resource.source
    conf = dict(source.block)
    if not hasattr(source, "root"):
        handle_dynamic_values(conf)  # what Checkov's own checks see
    told = conf.get("extension", [])
    return len(there.items) if there.certain else UNKNOWN, len(told) if isinstance(told, list) else 1


def _told(source: Any, name: str) -> str:
    """What a witness says, as it says it; ids that tfparse made up by the resources that have them."""
    if name not in source.block:
        return "nothing"
    root: Root | None = getattr(source, "root", None)
    value = source.block[name]
    if root is None:
        return _written(value[0] if isinstance(value, list) and len(value) == 1 else value)
    ids = root.addresses
    return UUID.sub(lambda match: f"id of {ids[match[0]]}" if match[0] in ids else match[0], _written(value))


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        if "__attribute__" in value:
            return str(value["__attribute__"])
        return f"{{{', '.join(f'{key} = {_written(item)}' for key, item in value.items() if key != '__tfmeta')}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_written, value))}]"
    return NOW.sub("the time", json.dumps(value, default=str))


# -- Terraform itself: a module that is handed unknown values


def of_terraform(directory: Path) -> list[Any]:
    """What Terraform says of each expression, those of the functions, and then of the length of each `for_each`.

    In a plan, or by refusing.
    """
    expressions = [case["expression"] for case in (*EXPRESSIONS, *FUNCTIONS)]
    texts = [*expressions, *(case["for_each"] for case in DYNAMIC)]
    first = len(expressions)
    outputs = [f"length({text})" if index >= first else text for index, text in enumerate(texts)]
    _write_module(directory, outputs)
    refused = _refused(directory)
    _write_module(directory, ['"refused"' if index in refused else text for index, text in enumerate(outputs)])
    changes = json.loads(terraform.plan(directory))["output_changes"]
    found = ["refused" if index in refused else _planned(changes, index) for index in range(len(texts))]
    # A number that is not null is not known either.
    return [*found[:first], *(UNKNOWN if said == "set" else said for said in found[first:])]


def _write_module(directory: Path, expressions: Sequence[str]) -> None:
    module = directory / "module"
    (module / "absent").mkdir(parents=True, exist_ok=True)
    typed = CASES["variables"]
    for name, (type_, _) in CASES["unknowns"].items():
        assert f'variable "{name}" {{}}' in typed
        typed = typed.replace(
            f'variable "{name}" {{}}', f'variable "{name}" {{\n  type = {type_}\n  nullable = false\n}}'
        )
    handed = "".join(f"  {name} = {value}\n" for name, (_, value) in CASES["unknowns"].items())
    results = "".join(
        f'output "{kind}{index}" {{\n  value = module.all.{kind}{index}\n}}\n'
        for index in range(len(expressions))
        for kind in ("value", "null")
    )
    texts = {
        directory / "main.tf": 'provider "azurerm" {\n  features {}\n}\nresource "terraform_data" "later" {\n'
        f'  input = timestamp()\n}}\nmodule "all" {{\n  source = "./module"\n{handed}}}\n{results}',
        module / "variables.tf": f"{typed}\n{CASES['elsewhere']}",
        module / "main.tf": "".join(
            f'output "value{index}" {{\n  value = {text}\n}}\noutput "null{index}" {{\n  value = ({text}) == null\n}}\n'
            for index, text in enumerate(expressions)
        ),
        module / "absent" / "main.tf": CASES["absent"],
    }
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


def _refused(directory: Path) -> set[int]:
    """The outputs that Terraform does not accept, told by the lines of its complaints: six for each."""
    with terraform.workspace(directory) as space:
        done = subprocess.run(
            ["terraform", "validate", "-json"],
            cwd=space.directory,
            env=space.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    complaints = [each for each in json.loads(done.stdout)["diagnostics"] if each["severity"] == "error"]
    assert all(each["range"]["filename"] == "module/main.tf" for each in complaints), complaints
    return {(each["range"]["start"]["line"] - 1) // 6 for each in complaints}


def _planned(changes: Mapping[str, Any], index: int) -> Any:
    value, null = changes[f"value{index}"], changes[f"null{index}"]
    if value["after_unknown"] is True:
        # Terraform knows of some that they are not null, whatever they will be.
        return "set" if null.get("after") is False else UNKNOWN
    return _merged(value.get("after"), value["after_unknown"])


def _merged(after: Any, unknown: Any) -> Any:
    """A planned value in the words of `plain`."""
    if unknown is True:
        return "set"
    if isinstance(after, dict):
        keys = {**after, **(unknown or {})}
        parts = {key: _merged(after.get(key), (unknown or {}).get(key)) for key in keys}
        return {key: part for key, part in parts.items() if part != "absent"}
    if isinstance(after, list):
        flags: Iterable[Any] = unknown if isinstance(unknown, list) else [None] * len(after)
        return [_merged(item, flag) for item, flag in zip(after, flags, strict=False)]
    return "absent" if after is None else after


def is_same_or_less(said: Any, truth: Any) -> bool:
    """Whether what is said is what is true, or claims less. Terraform converts texts, and sets have no order."""
    if said == UNKNOWN or (said == "set" and truth not in ("absent", UNKNOWN)):
        return True
    if isinstance(said, list) and isinstance(truth, list):
        return len(said) == len(truth) and all(any(is_same_or_less(s, t) for t in truth) for s in said)
    if isinstance(said, dict) and isinstance(truth, dict):
        return set(said) == set(truth) and all(is_same_or_less(said[key], truth[key]) for key in said)
    return _as_text(said) == _as_text(truth)


def is_same(said: Any, other: Any) -> bool:
    """Whether two readings are the same to Terraform."""
    if isinstance(said, list) and isinstance(other, list):
        return sorted(map(_as_text, said)) == sorted(map(_as_text, other))
    return _as_text(said) == _as_text(other)


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else re.sub(r"\s", "", str(value))


def truth_of(case: Mapping[str, Any]) -> Any:
    """What is true, where it is evident even if Terraform does not say it before anything is applied."""
    return case["ours"] if "because" in case else case["terraform"]


LEFTOVER = re.compile(r"\b(var|local|module|data|terraform|azurerm_\w+)\.|\$\{|\?|[a-z]\(|^null$|^\{\}$|^nothing$")


def is_wrong(told: str | int, truth: Any) -> bool:
    """Whether a witness says something that is not true. What it leaves as it was, and null, say nothing."""
    if truth == "refused":
        return False
    if isinstance(told, int):
        return bool(told != truth)
    claims = LEFTOVER.search(told) is None
    if truth in (UNKNOWN, "set", "absent"):
        return claims and not told.startswith('"id of ')
    return claims and _as_text(_loose(told)) != _as_text(_loose(json.dumps(truth)))


def _loose(text: str) -> str:
    """A value without what Terraform converts: quotes, and how maps are written."""
    return re.sub(r'["\\]|: | = ', "", text).lower()
