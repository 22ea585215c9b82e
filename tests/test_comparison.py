"""Checkov's own checks and ours on the same inputs: docs/comparison.md, and what `--with-builtin` leaves out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from checkov.arm.runner import Runner as ArmRunner
from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.common.output.report import Report
from checkov.kubernetes.runner import Runner as KubernetesRunner
from checkov.main import Checkov
from checkov.runner_filter import RunnerFilter
from checkov.terraform.checks.resource.registry import resource_registry
from checkov.terraform.runner import Runner as TerraformRunner
from checkov.version import version
from click.testing import CliRunner

from checkov_aks.cli import builtin
from checkov_aks.cli.catalogue import entries
from checkov_aks.cli.scan import Choice
from checkov_aks.cli.scan import checkov as run_checkov
from checkov_aks.common.registry import registered
from scripts import compare
from scripts.compare import Row

ROOT = Path(__file__).parents[1]
COMPARISONS = compare.load()
SUPERSEDED = {(id_, entry["id"]) for entry in entries() for id_ in entry["overlaps"]}
IDS = {id_ for id_, _ in SUPERSEDED}
PAGE = compare.PAGE.read_text(encoding="utf-8")
ARM = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "resources": [
        {
            "type": "Microsoft.ContainerService/managedClusters",
            "apiVersion": "2024-02-01",
            "name": "aks",
            "properties": {"disableLocalAccounts": False},
        }
    ],
}


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    """What Checkov reports now; skips where it is not the Checkov that the page was made with."""
    made_with = compare.MADE_WITH.search(PAGE)
    assert made_with
    if made_with[1] != version:
        pytest.skip(f"docs/comparison.md was made with Checkov {made_with[1]}, this is {version}")
    return compare.judge(COMPARISONS)


# -- the page


@pytest.mark.tfparse("nowhere: the page is made with it")
@pytest.mark.once
def test_the_page_is_current(rows: dict[str, list[Row]]) -> None:
    assert compare.page(COMPARISONS, rows) == PAGE


@pytest.mark.tfparse("nowhere: the page is made with it")
@pytest.mark.once
def test_every_verdict_says_who_is_right(rows: dict[str, list[Row]]) -> None:
    for comparison in COMPARISONS:
        of = rows[comparison.builtin]
        for row in of:
            where = (comparison.builtin, row.case.name)
            assert (row.case.right == "both") == (row.builtin == row.ours), where
            # What Checkov's own finds must not be lost; it stays where ours does not.
            assert row.case.right != "Checkov's" or comparison.builtin not in IDS, where
            assert row.instead == ("fails" if row.case.instead else "-"), where
        assert {row.kind == "agree" for row in of} == {True, False}, comparison.builtin
        assert {"passes", "fails"} <= {row.ours for row in of}, comparison.builtin


@pytest.mark.once
def test_what_stays_is_told(rows: dict[str, list[Row]]) -> None:
    ours = {
        type_ for item in registered().values() if item.pack == "terraform" for type_ in item.check.supported_entities
    }
    graph = get_graph_checks_registry("terraform")
    graph.load_checks()
    near = {check.id for type_ in ours for check in resource_registry.checks[type_]}
    near |= {check.id for check in graph.checks if ours & set(check.resource_types or ())}
    told = {id_ for group in compare.kept() for id_ in group.ids}
    assert {id_ for id_ in told if "_AZURE_" in id_} == near - IDS - set(registered())
    assert not told & IDS


def test_every_overlap_is_compared() -> None:
    compared = {(comparison.builtin, comparison.ours) for comparison in COMPARISONS}
    told = {id_ for group in compare.kept() for id_ in group.ids}
    assert len(SUPERSEDED) > 20
    assert compared >= SUPERSEDED
    assert {id_ for id_, _ in compared - SUPERSEDED} <= told
    for comparison in COMPARISONS:
        names = [case.name for case in comparison.cases]
        assert len(set(names)) == len(names)
        assert all(case.why.endswith(".") for case in comparison.cases)


def test_the_script_tells_a_stale_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "ROOT", tmp_path)
    monkeypatch.setattr(compare, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(compare, "judge", lambda comparisons: {each.builtin: [] for each in comparisons})
    stale = CliRunner().invoke(compare.main, ["--check"])
    assert (stale.exit_code, stale.stderr) == (1, "stale: page.md\nrun `python scripts/compare.py`\n")
    assert not compare.PAGE.exists()
    assert CliRunner().invoke(compare.main).exit_code == 0
    assert CliRunner().invoke(compare.main, ["--check"]).exit_code == 0
    compare.PAGE.write_text(compare.PAGE.read_text(encoding="utf-8").replace(version, "1.0.0"), encoding="utf-8")
    other = CliRunner().invoke(compare.main, ["--check"])
    assert (other.exit_code, other.stderr) == (2, f"the page was made with Checkov 1.0.0, this is {version}\n")


# -- what is left out


@pytest.mark.once
def test_exactly_the_superseded_checks_are_left_out(tmp_path: Path) -> None:
    # Two inputs of each: enough for every check of Checkov's to say something.
    few = [comparison.model_copy(update={"cases": comparison.cases[:2]}) for comparison in COMPARISONS]
    compare.write_inputs(tmp_path, few)
    (tmp_path / "arm.json").write_text(json.dumps(ARM), encoding="utf-8")
    with_all = {
        (runner.check_type, record.check_id)
        for runner in (TerraformRunner(), KubernetesRunner(), ArmRunner())
        for record in records(runner.run(str(tmp_path), runner_filter=RunnerFilter([runner.check_type])))
    }
    without = with_builtin("-d", tmp_path, "--framework", "terraform", "kubernetes", "arm")
    ours = {(framework, id_) for framework, id_ in with_all if id_.startswith("AKS_")}
    assert with_all - without == {("kubernetes" if "K8S" in id_ else "terraform", id_) for id_ in IDS}
    assert without - with_all == set()
    assert {framework for framework, _ in ours & without} == {"terraform", "kubernetes"}
    assert ("arm", "CKV_AZURE_141") in without


def with_builtin(*options: object) -> set[tuple[str, str]]:
    """The frameworks and IDs that `checkov-aks --with-builtin` reports."""
    command = [sys.executable, "-m", "checkov_aks", "--with-builtin", "-o", "json", *map(str, options)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    return {
        (report["check_type"], record["check_id"])
        for report in json.loads(done.stdout)
        for kind in ("passed_checks", "failed_checks")
        for record in report["results"][kind]
    }


def records(report: Any) -> list[Any]:
    assert isinstance(report, Report)
    return [*report.passed_checks, *report.failed_checks]


@pytest.mark.parametrize(
    ("options", "not_ours", "expected"),
    [
        ([], [], IDS),
        (["--check", "CKV_AZURE_170,AKS_101"], [], IDS - {"CKV_AZURE_170"}),
        # What stands in for it does not run.
        ([], ["AKS_250", "AKS_705"], IDS - {"CKV2_K8S_6", "CKV_AZURE_170"}),
    ],
)
def test_what_is_asked_for_or_not_stood_in_for_stays(
    options: list[str], not_ours: list[str], expected: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out: list[Any] = []
    monkeypatch.setattr(builtin, "leave_out", left_out.append)
    monkeypatch.setattr(Checkov, "run", lambda self: 0)
    assert run_checkov(["-d", "infra", *options], entries(), Choice(True, not_ours, None)) == 0
    assert left_out == [expected]
