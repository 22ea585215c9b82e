"""Ways to write a whole deployment that mean the same: each gives the files of a root module, without its `main.tf`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.mutations import Body, Deployment, expression, is_blocks

Files = dict[str, str]

NOTHING = 'variable "nothing" {\n  default = null\n}\n'


def _mapped(body: Body, change: Callable[[Any], Any]) -> Body:
    """A body with every attribute changed, in the blocks too."""
    return {
        name: [_mapped(block, change) for block in value] if is_blocks(value) else change(value)
        for name, value in body.items()
    }


def _with(deployment: Deployment, change: Callable[[Any], Any]) -> Deployment:
    bodies = {name: _mapped(body, change) for name, body in deployment.bodies.items()}
    return Deployment(deployment.types, bodies)


def _named(deployment: Deployment) -> tuple[Deployment, list[Any]]:
    """The deployment with a variable for every attribute, and the values of the variables."""
    values: list[Any] = []

    def named(value: Any) -> str:
        values.append(value)
        return f"${{var.v{len(values) - 1}}}"

    return _with(deployment, named), values


def _is_literal(value: Any) -> bool:
    return "${" not in json.dumps(value)


def as_text(deployment: Deployment) -> Files:
    """Numbers and truth values in quotes."""
    return _with(deployment, lambda v: str(v).lower() if isinstance(v, (bool, int, float)) else v).files()


def by_conditions(deployment: Deployment) -> Files:
    """What is there if a variable is null, which it is."""
    changed = _with(deployment, lambda v: f"${{var.nothing == null ? {expression(v)} : null}}" if _is_literal(v) else v)
    return {**changed.files(), "variables.tf": NOTHING}


def by_guards(deployment: Deployment) -> Files:
    """What is there where another thing is not."""
    changed = _with(deployment, lambda v: f"${{try(var.nothing.inside, {expression(v)})}}" if _is_literal(v) else v)
    return {**changed.files(), "variables.tf": NOTHING}


def by_defaults(deployment: Deployment) -> Files:
    """Variables with a default, and locals for what refers to something."""
    changed, values = _named(deployment)
    files = changed.files()
    variables = "".join(
        f'variable "v{i}" {{\n  default = {expression(v)}\n}}\n' for i, v in enumerate(values) if _is_literal(v)
    )
    referring = "".join(f"  v{i} = {expression(v)}\n" for i, v in enumerate(values) if not _is_literal(v))
    for index, value in enumerate(values):
        if not _is_literal(value):
            files = {name: re.sub(rf"var\.v{index}\b", f"local.v{index}", text) for name, text in files.items()}
    return {**files, "variables.tf": f"{variables}locals {{\n{referring}}}\n"}


def by_variable_files(deployment: Deployment) -> Files:
    """Variables without default, and their values in `terraform.tfvars`."""
    literals: list[Any] = []

    def given(value: Any) -> Any:
        if not _is_literal(value):
            return value
        literals.append(value)
        return f"${{var.v{len(literals) - 1}}}"

    files = _with(deployment, given).files()
    variables = "".join(f'variable "v{index}" {{}}\n' for index in range(len(literals)))
    values = "".join(f"v{index} = {expression(value)}\n" for index, value in enumerate(literals))
    return {**files, "variables.tf": variables, "terraform.tfvars": values}


def in_a_module(deployment: Deployment) -> Files:
    """Everything in a module that is handed all literals."""
    files = by_variable_files(deployment)
    values = files.pop("terraform.tfvars")
    call = f'module "all" {{\n  source = "./all"\n{values}}}\n'
    return {**{f"all/{name}": text for name, text in files.items()}, "module.tf": call}


def _repeated(deployment: Deployment, name: str, value: Any, key: str) -> Files:
    files = Deployment(deployment.types, {n: {name: value, **body} for n, body in deployment.bodies.items()}).files()
    address = re.compile(r"(?<!\")\b(azurerm_\w+\.\w+)(?=\.)")
    return {file: address.sub(rf"\1[{key}]", text) for file, text in files.items()}


def by_count(deployment: Deployment) -> Files:
    """Each resource with a count of one."""
    return _repeated(deployment, "count", 1, "0")


def by_for_each(deployment: Deployment) -> Files:
    """Each resource for each of one."""
    return _repeated(deployment, "for_each", '${toset(["one"])}', '"one"')


def by_dynamic_blocks(deployment: Deployment) -> Files:
    """Every block dynamic: several alike over a list of objects, others over one item."""
    bodies = {name: _dynamic(body) for name, body in deployment.bodies.items()}
    return Deployment(deployment.types, bodies).files()


def _dynamic(body: Body) -> Body:
    found: Body = {}
    for name, value in body.items():
        if not is_blocks(value):
            found[name] = value
        elif any(is_blocks(inner) for block in value for inner in block.values()):
            found[f'dynamic "{name}"'] = [{"for_each": "${[1]}", "content": [_dynamic(block)]} for block in value]
        else:
            items = "${" + expression(value) + "}"
            content = {key: f"${{{name}.value.{key}}}" for key in value[0]}
            found[f'dynamic "{name}"'] = [{"for_each": items, "content": [content]}]
    return found


def in_reverse(deployment: Deployment) -> Files:
    """Resources, attributes and blocks in the opposite order, in one file."""
    files = Deployment(deployment.types, {n: _reversed(b) for n, b in deployment.bodies.items()}).files()
    return {"all.tf": "".join(files[name] for name in reversed(files))}


def _reversed(body: Body) -> Body:
    return {
        name: [_reversed(block) for block in reversed(value)] if is_blocks(value) else value
        for name, value in reversed(body.items())
    }


STYLES: dict[str, Callable[[Deployment], Files]] = {
    style.__name__: style
    for style in (
        as_text, by_conditions, by_guards, by_defaults, by_variable_files, in_a_module, by_count, by_for_each,
        by_dynamic_blocks, in_reverse,
    )
}  # fmt: skip


def as_json(deployment: Deployment) -> str:
    """The deployment in Terraform's JSON syntax."""
    resources: dict[str, dict[str, Body]] = {}
    for name, body in deployment.bodies.items():
        resources.setdefault(deployment.types[name], {})[name] = body
    return json.dumps({"resource": resources})
