"""Every verdict of every check, proved by fixtures: names tell what must come out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checkov_aks.common.registry import registered
from tests.scanning import FIXTURES, scan

FOLDERS = sorted((FIXTURES / "terraform").glob("AKS_*"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_verdicts(folder: Path) -> None:
    types = tuple(registered()[folder.name].check.supported_entities)
    found = scan(folder, folder.name)
    assert found.parsing_errors == []
    judged = {address for address in found.seen if re.search(rf"(^|\.)({'|'.join(types)})\.", address)}
    assert found.passed == named(judged, "pass")
    assert found.failed == named(judged, "fail")
    assert judged == named(judged, "pass") | named(judged, "fail") | named(judged, "unknown")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_failures_say_why_and_how_to_fix(folder: Path) -> None:
    fix = registered()[folder.name].check.info.fix  # type: ignore[attr-defined]
    found = scan(folder, folder.name)
    for address in found.failed:
        reason, remedy = found.details[address]
        assert len(reason) > 10, address
        assert fix in remedy
        assert found.evaluated_keys[address], address


def named(addresses: set[str], verdict: str) -> set[str]:
    """The addresses with a resource or module named for a verdict."""
    return {address for address in addresses if re.search(rf"(^|\.){verdict}(_|$|\[)", address)}
