"""A plan file of the compliant deployment, and what is done to it: what Terraform would have planned instead."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from checkov.common.output.report import Report
from checkov.runner_filter import RunnerFilter
from checkov.terraform.plan_runner import Runner

import checkov_aks
from tests.mutations import FOLDER, UNRESOLVED, Verdicts, block_of, is_blocks, verdicts

PLAN = FOLDER / "v4" / "tfplan.json"
REFERENCE = re.compile(r"(azurerm_\w+\.\w+)((?:\.\w+|\[\d+\])*)")
# What is known after apply: it depends on another resource.
LATER = {"references": ["terraform_data.unset.output", "terraform_data.unset"]}

Plan = dict[str, Any]


def read() -> Plan:
    """The plan of the compliant deployment."""
    content: Plan = json.loads(PLAN.read_text(encoding="utf-8"))
    return content


def edited(plan: Plan, edits: Mapping[str, Any]) -> Plan:
    """A copy with other values at some paths; null takes out what is there."""
    copy = deepcopy(plan)
    for path, value in edits.items():
        name, *steps = path.split("/")
        if steps:
            _set(copy, name, steps, value)
        else:
            _remove(copy, name)
    return copy


def names(plan: Plan) -> set[str]:
    """The resources that are planned."""
    return {resource["name"] for resource in _lists(plan)[0]}


def judged(plans: Mapping[str, Plan], directory: Path) -> dict[str, Verdicts]:
    """What all checks say of some plans, in one scan."""
    for name, plan in plans.items():
        (directory / f"{name}.json").write_text(json.dumps(plan), encoding="utf-8")
    checkov_aks.register()
    runner_filter = RunnerFilter(framework=["terraform_plan"], checks=["AKS_*"])
    report = Runner().run(root_folder=str(directory), runner_filter=runner_filter)
    assert isinstance(report, Report)
    return verdicts(report, plans)


def _lists(plan: Plan) -> list[list[dict[str, Any]]]:
    """Where a plan lists resources: planned, changed, written."""
    modules = plan["planned_values"]["root_module"], plan["configuration"]["root_module"]
    return [modules[0]["resources"], plan["resource_changes"], modules[1]["resources"]]


def _remove(plan: Plan, name: str) -> None:
    for resources in _lists(plan):
        resources[:] = [resource for resource in resources if resource["name"] != name]


def _set(plan: Plan, name: str, steps: list[str], value: Any) -> None:
    planned, changed, written = (next(r for r in resources if r["name"] == name) for resources in _lists(plan))
    value = value.replace('\\"', '"') if isinstance(value, str) else value  # no escapes in a plan
    is_known = not (isinstance(value, str) and (value == UNRESOLVED or "${" in value))
    for values in (planned["values"], changed["change"]["after"]):
        _put(values, steps, block_of(steps[-1], value), drop=not is_known)
    _put(changed["change"]["after_unknown"], steps, True, drop=is_known)
    _put(written["expressions"], steps, _expression(block_of(steps[-1], value)), drop=value is None)


def _put(body: dict[str, Any], steps: list[str], value: Any, *, drop: bool) -> None:
    """Set a value, or drop its key; blocks that are taken out are an empty list."""
    name, _, index = steps[0].rstrip("]").partition("[")
    if len(steps) > 1:
        body[name] = body.get(name) or [{}]
        _put(body[name][int(index or 0)], steps[1:], value, drop=drop)
    elif index:
        body[name] = [block for number, block in enumerate(body.get(name, ())) if number != int(index)]
    elif drop:
        body.pop(name, None)
    else:
        body[name] = [] if value is None and is_blocks(body.get(name)) else value


def _expression(value: Any) -> Any:
    """A value as the configuration of a plan shows it."""
    if is_blocks(value):
        return [{name: _expression(inner) for name, inner in block.items()} for block in value]
    if isinstance(value, str) and value != UNRESOLVED and "${" in value:
        found = [text for match in REFERENCE.finditer(value) for text in (match[0], match[1])]
        return {"references": [*(LATER["references"] if "var.unset" in value else ()), *found]}
    return LATER if value == UNRESOLVED else {"constant_value": value}
