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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEPLOYMENTS = [HERE.parent / "fixtures" / "deployments" / name for name in ("changes", "two_clusters")]
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
