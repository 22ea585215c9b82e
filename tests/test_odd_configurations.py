"""Configurations as people write them, a root each: names tell what must come out.

A line `#### path` begins another file of the same root.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scanning import FIXTURES, Findings, assert_said, scan
from tests.test_fixtures import named, of_types

FILES = sorted((FIXTURES / "odd").glob("AKS_*.tf"))
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def judged(file: Path, directory: Path) -> tuple[Findings, set[str]]:
    """What the check of a file says of it, and all the addresses of its types that have a name for a verdict."""
    parts = re.split(r"^#### (\S+)\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for name, text in zip(["main.tf", *parts[1::2]], parts[::2], strict=True):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")
    check_id = file.stem.partition("-")[0]
    found = scan(directory, check_id)
    assert found.parsing_errors == []
    seen = of_types(found.seen, check_id)
    return found, set().union(*(named(seen, verdict) for verdict in ("pass", "fail", "unknown")))


@every_file
def test_verdicts(file: Path, tmp_path: Path) -> None:
    found, addresses = judged(file, tmp_path)
    assert addresses
    assert_said(found.passed & addresses, named(addresses, "pass"))
    assert_said(found.failed & addresses, named(addresses, "fail"))


@every_file
def test_without_tfparse_less_is_said_and_nothing_else(file: Path, tmp_path: Path, without_tfparse: None) -> None:
    found, addresses = judged(file, tmp_path)
    assert found.passed & addresses <= named(addresses, "pass")
    assert found.failed & addresses <= named(addresses, "fail")
