"""Pages show what the checks, their fixtures and the commands make."""

from __future__ import annotations

import sys

import pytest

from tests.test_end_to_end import ROOT, run


def test_the_pages_are_current() -> None:
    done = run(sys.executable, ROOT / "scripts" / "docs.py", "--check", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.once
@pytest.mark.parametrize("page", ["docs/report.md", "CONTRIBUTING.md"])
def test_what_commands_print(page: str) -> None:
    done = run(sys.executable, ROOT / "scripts" / "transcripts.py", "--check", page, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
