"""The pages in docs/ are those that the checks and their fixtures make."""

from __future__ import annotations

import sys

from tests.test_end_to_end import ROOT, run


def test_the_pages_are_current() -> None:
    done = run(sys.executable, ROOT / "scripts" / "docs.py", "--check", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
