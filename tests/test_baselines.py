"""Baselines: each release's checks are listed, the current one's completely."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from checkov_aks import __version__
from checkov_aks.common.baselines import BaselineError, checks_of
from tests.reasons import REASONS
from tests.scanning import assert_said
from tests.test_end_to_end import INSECURE, OWN, ROOT, ids, run

FILES = sorted((ROOT / "baselines").glob("*.yaml"))


def test_the_current_release_is_listed_completely() -> None:
    assert set(checks_of(__version__)) == OWN


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_baseline_names_checks_that_there_are(file: Path) -> None:
    listed = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert set(listed) <= OWN
    assert listed == sorted(set(listed))


def test_the_changelog_and_the_baselines_have_the_same_releases() -> None:
    releases = re.findall(r"^## (\d+\.\d+\.\d+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {file.stem for file in FILES} == set(releases)


def test_the_latest_of_a_line_counts() -> None:
    assert checks_of("0.1") == checks_of("0.1.0")
    assert len(checks_of("0.1")) == 49


@pytest.mark.parametrize("release", ["9", "0.1.7", "x", ""])
def test_an_unknown_release(release: str) -> None:
    with pytest.raises(BaselineError, match=r"there are 0\.1\.0, 0\.2\.0"):
        checks_of(release)


@pytest.mark.once
def test_a_scan_with_the_checks_of_a_release() -> None:
    done = run("checkov-aks", "-d", INSECURE, "--baseline-ids", "0.1", "-o", "json")
    assert done.returncode == 1
    assert_said(ids(done.stdout), set(checks_of("0.1")))
    both = run("checkov-aks", "-d", INSECURE, "--baseline-ids", "0.1", "--check", "AKS_705,AKS_704", "-o", "json")
    assert ids(both.stdout) == {"AKS_705"}
    none = run("checkov-aks", "-d", INSECURE, "--baseline-ids", "0.1", "--check", "AKS_704", "-o", "json")
    assert (none.returncode, none.stdout) == (2, "")
    assert "the release had none of AKS_704" in none.stderr
    beside = run("checkov-aks", "-d", INSECURE, "--baseline-ids", "0.1", "--with-builtin", "-o", "json")
    assert_said(ids(beside.stdout), set(checks_of("0.1")))
    assert "CKV_AZURE" in beside.stdout
    wrong = run("checkov-aks", "-d", INSECURE, "--baseline-ids", "7")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "no baseline 7" in wrong.stderr
    assert json.loads(done.stdout)


def test_what_failures_are_said_to_be_for_is_kept_of_every_released_check() -> None:
    assert set(checks_of("0.3")) <= {place.split("/")[1] for place in REASONS}
