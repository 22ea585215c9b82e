"""What docs/report.md shows is what comes out."""

from __future__ import annotations

import re

from checkov_aks.report.score import FORMULA
from tests.reporting import ROOT

PAGE = ROOT / "docs" / "report.md"


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
