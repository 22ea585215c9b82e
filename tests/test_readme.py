"""What the README shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from checkov_aks.common.settings import Settings
from tests.test_end_to_end import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.tfparse("test_plain_checkov_over_the_examples, of all other findings")
def test_the_finding() -> None:
    done = run("checkov-aks", "-d", Path("examples") / "insecure", "--compact", "--quiet", cwd=ROOT)
    assert done.returncode == 1
    shown = block("finding")
    assert len(shown.splitlines()) >= 6
    assert shown.strip() in done.stdout.expandtabs(4)


def test_the_settings() -> None:
    assert Settings.model_validate(yaml.safe_load(block("settings"))) == Settings()
    assert set(yaml.safe_load(block("settings"))) == set(Settings.model_fields)


@pytest.mark.once
def test_the_checks_named_in_commands_exist() -> None:
    done = run("checkov-aks", "list", "--format", "json")
    assert all(id_ in done.stdout for id_ in re.findall(r"AKS_[1-9]\d\d", README))


def test_the_versions_promised_are_those_tested() -> None:
    noxfile, project = ((ROOT / name).read_text(encoding="utf-8") for name in ("noxfile.py", "pyproject.toml"))
    (versions,) = re.findall(r'^OLDEST, NEWEST = "(.+)", "(.+)"$', noxfile, re.MULTILINE)
    pythons = sorted(re.findall(r'nox.param\("3\.(\d+)"', noxfile), key=int)
    assert f'"checkov>={versions[0]},<3.4",   # the oldest and newest tested are {" and ".join(versions)}\n' in project
    assert f'requires-python = ">=3.{pythons[0]}"' in project
    assert f"Checkov {versions[0]} to 3.3.x, Python 3.{pythons[0]} to 3.{pythons[-1]}." in README
