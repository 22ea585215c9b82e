"""Runs Terraform with the stand-in provider.

    python -m tests.azurerm validate DIR
    python -m tests.azurerm plan DIR > tfplan.json
    python -m tests.azurerm --azurerm 3 plan DIR
    python -m tests.azurerm fixtures [ID...]     makes the plans of the fixtures anew, or of some checks

Needs the terraform program, and the package `tf` of the `dev` extra.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DEPLOYMENTS = [
    HERE.parent / "fixtures" / name for name in ("deployments/changes", "deployments/two_clusters", "mutations/v4")
]
PLAN = ("plan", "-no-color", "-input=false", "-refresh=false", "-lock=false", "-out=plan")


class TerraformError(Exception):
    """Terraform refused; the text is its own."""


def missing() -> str | None:
    """What is missing to run Terraform with the stand-in provider, or None."""
    if shutil.which("terraform") is None:
        return "the terraform program is not on this machine"
    return None if find_spec("tf") else "the package `tf` needs Python 3.11"


@dataclass
class Workspace:
    """A copy of a configuration, and Terraform in it."""

    directory: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """Terraform's standard output. Raises `TerraformError`."""
        command = ["terraform", *arguments]
        done = subprocess.run(
            command, cwd=self.directory, env=self.environment, text=True, capture_output=True, check=False
        )
        if done.returncode:
            raise TerraformError(done.stdout + done.stderr)
        return done.stdout


@contextmanager
def workspace(configuration: Path, azurerm: str = "4") -> Iterator[Workspace]:
    """A copy of a configuration with its local modules loaded."""
    with tempfile.TemporaryDirectory() as folder:
        plugin = Path(folder) / "plugin" / "terraform-provider-azurerm"
        plugin.parent.mkdir()
        plugin.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{HERE / 'provider.py'}' \"$@\"\n", encoding="utf-8")
        plugin.chmod(0o755)
        overrides = f'dev_overrides {{ "hashicorp/azurerm" = "{plugin.parent}" }}'
        (Path(folder) / "rc").write_text(f"provider_installation {{\n{overrides}\ndirect {{}}\n}}\n", encoding="utf-8")
        copy = Path(folder) / "configuration"
        shutil.copytree(configuration, copy, ignore=shutil.ignore_patterns(".terraform*"))
        environment = {
            **os.environ,
            "TF_CLI_CONFIG_FILE": str(Path(folder) / "rc"),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
            "AZURERM_SCHEMA": str(HERE / f"schema_v{azurerm}.json"),
        }
        found = Workspace(copy, environment)
        found.run("get", "-no-color")
        yield found


def validate(configuration: Path, azurerm: str = "4") -> None:
    """Prove that a configuration is valid for a major version of azurerm. Raises `TerraformError`."""
    with workspace(configuration, azurerm) as space:
        space.run("validate", "-no-color")


def plan(configuration: Path, *arguments: str, azurerm: str = "4", before: Path | None = None) -> str:
    """The plan of a configuration as JSON. Raises `TerraformError`.

    arguments   for `terraform plan`
    before      a configuration that is applied first, so that the plan changes, keeps and deletes what exists
    """
    with workspace(before or configuration, azurerm) as space:
        if before is not None:
            space.run("apply", "-no-color", "-input=false", "-auto-approve", "-lock=false", *arguments)
            for file in space.directory.glob("*.tf"):
                file.unlink()
            shutil.copytree(configuration, space.directory, dirs_exist_ok=True)
            space.run("get", "-no-color")
        space.run(*PLAN, *arguments)
        return space.run("show", "-json", "plan")


def fixtures() -> list[Path]:
    """The folders of fixtures that have a plan of themselves."""
    return sorted((HERE.parent / "fixtures").glob("*/*/planned")) + DEPLOYMENTS


def committed(configuration: Path) -> str:
    """The plan of a folder of fixtures as it is committed: without what differs from run to run."""
    told = (configuration / "before").is_dir()
    content = json.loads(plan(configuration, before=configuration / "before" if told else None))
    for name in ("timestamp", "relevant_attributes"):
        content.pop(name, None)
    return json.dumps(content, separators=(",", ":"), sort_keys=True) + "\n"


def together(configurations: Iterable[Path]) -> dict[str, Any]:
    """What Terraform plans for each of several configurations, by the name of the folder around it: see `told`.

    One run plans them all, as modules of one root. Raises `TerraformError`.
    """
    names = {each.parent.name: each for each in configurations}
    with tempfile.TemporaryDirectory() as folder:
        for name, each in names.items():
            shutil.copytree(each, Path(folder) / name)
        calls = "".join(f'module "{name}" {{\n  source = "./{name}"\n}}\n' for name in names)
        (Path(folder) / "main.tf").write_text(calls, encoding="utf-8")
        content = json.loads(plan(Path(folder)))
    return {name: told(content, name) for name in names}


def told(content: dict[str, Any], name: str = "") -> dict[str, Any]:
    """The configuration, values and changes of a plan, or of one module of it, whose name is left out."""
    prefix = f"module.{name}." if name else ""
    root = content["configuration"]["root_module"]
    values = content["planned_values"]["root_module"]
    modules = [values] if not name else [m for m in values["child_modules"] if f"{m['address']}." == prefix]
    planned = {each["address"].removeprefix(prefix): each["values"] for m in modules for each in _below(m)}
    return {
        "configuration": _without(root["module_calls"][name]["module"] if name else root, "provider_config_key"),
        "values": planned,
        "changes": {
            change["address"].removeprefix(prefix): change["change"]
            for change in content["resource_changes"]
            if change["address"].startswith(prefix)
        },
    }


def _below(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", ())
    for child in module.get("child_modules", ()):
        yield from _below(child)


def _without(node: Any, key: str) -> Any:
    """A copy without a key, at any depth."""
    if isinstance(node, dict):
        return {name: _without(child, key) for name, child in node.items() if name != key}
    return [_without(child, key) for child in node] if isinstance(node, list) else node


def main(arguments: list[str]) -> int:
    """See the module."""
    azurerm = "4"
    if arguments[:1] == ["--azurerm"]:
        azurerm, arguments = arguments[1], arguments[2:]
    if arguments[:1] != ["fixtures"] and (len(arguments) < 2 or arguments[0] not in ("validate", "plan")):
        sys.stderr.write(__doc__ or "")
        return 2
    lacking = missing()
    if lacking:
        sys.stderr.write(f"{lacking}\n")
        return 2
    try:
        if arguments[0] == "fixtures":
            wanted = arguments[1:]
            for folder in (folder for folder in fixtures() if not wanted or folder.parent.name in wanted):
                (folder / "tfplan.json").write_text(committed(folder), encoding="utf-8")
        elif arguments[0] == "validate":
            validate(Path(arguments[1]), azurerm)
        else:
            sys.stdout.write(plan(Path(arguments[1]), *arguments[2:], azurerm=azurerm))
    except TerraformError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0
