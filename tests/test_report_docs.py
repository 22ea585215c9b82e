"""What docs/report.md shows is what comes out."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from checkov_aks.report.score import FORMULA
from tests.reporting import ROOT

PAGE = ROOT / "docs" / "report.md"


@pytest.mark.once
def test_the_commands() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "transcripts.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_pictures_are_there() -> None:
    names = set(re.findall(r"\]\(images/([\w.-]+)\)", PAGE.read_text(encoding="utf-8")))
    assert names == {path.name for path in (PAGE.parent / "images").iterdir()}
    for name in names:
        assert (PAGE.parent / "images" / name).read_bytes().startswith(b"\x89PNG")


def test_the_formula() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    for part in ("100 * passed / (passed + failed), rounded down", "CRITICAL 10, HIGH 6, MEDIUM 3, LOW 1"):
        assert part in text
        assert part in FORMULA
