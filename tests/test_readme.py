"""What the README shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from checkov_aks.common.settings import Settings
from tests.test_end_to_end import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found
    return found[1]


def test_the_finding() -> None:
    done = run("checkov-aks", "-d", Path("examples") / "insecure", "--compact", "--quiet", cwd=ROOT)
    assert done.returncode == 1
    shown = block("finding")
    assert len(shown.splitlines()) >= 6
    assert shown.strip() in done.stdout.expandtabs(4)


def test_the_settings() -> None:
    assert Settings.model_validate(yaml.safe_load(block("settings"))) == Settings()
    assert set(yaml.safe_load(block("settings"))) == set(Settings.model_fields)


def test_the_checks_named_in_commands_exist() -> None:
    done = run("checkov-aks", "list", "--format", "json")
    assert all(id_ in done.stdout for id_ in re.findall(r"AKS_[1-9]\d\d", README))
