"""A compliant deployment, with each practice broken, unresolved and respelled: exactly the intended verdicts change."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache, reduce
from pathlib import Path

import pytest

from checkov_aks.common.registry import registered
from tests import planned
from tests.azurerm import terraform
from tests.mutations import (
    CHECKS,
    FOLDER,
    VERSIONS,
    Deployment,
    Mutation,
    Verdicts,
    batches,
    differences,
    entries_of,
    expected,
    judged,
    mutations,
    respellings,
    together,
    without_reparsing,
)
from tests.scanning import HIDDEN
from tests.styles import STYLES

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("mutations")]

IDS = {id_ for id_, item in registered().items() if item.pack == "terraform"}
# How many mutants share a deployment. What one changes unasked shows unless another of the few is to change the same;
# who shares with whom is another in each version.
COMPANY = {("v4", "broken"): 1, ("v4", "unresolved"): 5}
USUAL_COMPANY = 16
# Blocks inside add-ons, ids and defaults are what a version may have of its own; the rest is the same in all.
STYLES_OF = {version: list(STYLES) if version == "v4" else ["by_dynamic_blocks", "in_a_module"] for version in VERSIONS}
# Checkov changes the JSON in a text.
ONLY_WITH_TFPARSE = [("AKS_304", "pod_security")] if HIDDEN else []
COMPLIANT, HEAD = cache(Deployment.read), 'variable "unset" {}\n'


@pytest.fixture(scope="module", autouse=True)
def each_text_parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        without_reparsing(monkeypatch)
        yield


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdicts]:
    """What is said of the compliant deployment, by version."""
    roots = {version: files(version, COMPLIANT(version)) for version in VERSIONS}
    said = judged(roots, tmp_path_factory.mktemp("compliant"))
    return {version: {**dict.fromkeys(ONLY_WITH_TFPARSE, "PASSED"), **found} for version, found in said.items()}


def files(version: str, deployment: Deployment) -> dict[str, str]:
    """The files of a root module."""
    return {**deployment.files(), **head(version)}


def head(version: str) -> dict[str, str]:
    return {"main.tf": (FOLDER / version / "main.tf").read_text(encoding="utf-8"), "unset.tf": HEAD}


def wrong(version: str, found: list[list[Mutation]], base: Verdicts, directory: Path) -> str:
    """What comes out otherwise than the table says, with the names of the mutants that share a deployment."""
    deployments = {str(index): together(COMPLIANT(version), batch) for index, batch in enumerate(found)}
    said = judged({root: files(version, deployment) for root, deployment in deployments.items()}, directory)
    told: list[str] = []
    for (root, deployment), batch in zip(deployments.items(), found, strict=True):
        changes = {at: outcome for mutation in batch for at, outcome in mutation.changes.items()}
        different = differences(said[root], expected(base, deployment.bodies, changes), is_less_enough=HIDDEN)
        if different:
            told += [" ".join(mutation.name for mutation in batch), *different]
    return "\n".join(told)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_compliant_deployment_passes(version: str, base: dict[str, Verdicts]) -> None:
    assert set(base[version].values()) == {"PASSED"}
    without = {id_ for id_, entries in CHECKS.items() if all(version in entry.get("without", {}) for entry in entries)}
    assert IDS - {id_ for id_, _ in base[version]} <= without


@pytest.mark.parametrize("kind", ["broken", "unresolved"])
@pytest.mark.parametrize("version", VERSIONS)
def test_exactly_what_is_meant_changes(version: str, kind: str, base: dict[str, Verdicts], tmp_path: Path) -> None:
    found = mutations(entries_of(version), kind)
    random.Random(version).shuffle(found)
    shared = batches(found, COMPANY.get((version, kind), USUAL_COMPANY))
    assert wrong(version, shared, base[version], tmp_path) == ""


@pytest.mark.parametrize("kind", ["broken", "unresolved"])
def test_exactly_what_is_meant_changes_in_a_plan(kind: str, tmp_path: Path) -> None:
    compliant = planned.read()
    found = mutations(entries_of("plan"), kind)
    random.Random("plan").shuffle(found)
    shared = batches(found, USUAL_COMPANY)
    plans = {
        str(index): reduce(planned.edited, (m.edits for m in batch), compliant) for index, batch in enumerate(shared)
    }
    said = planned.judged({"compliant": compliant, **plans}, tmp_path)
    base = said["compliant"]
    assert set(base.values()) == {"PASSED"}
    assert IDS - {id_ for id_, _ in base} == LOST
    told: list[str] = []
    for (name, plan), batch in zip(plans.items(), shared, strict=True):
        changes = {at: outcome for mutation in batch for at, outcome in mutation.changes.items()}
        told += [
            f"{[m.name for m in batch]}: {d}"
            for d in differences(said[name], expected(base, planned.names(plan), changes))
        ]
    assert "\n".join(told) == ""


# What a plan does not tell: what follows an id, how many pods a node takes, the pods' own range.
LOST = {"AKS_109", "AKS_208", "AKS_216"}


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_changes_that_is_respelled(version: str, base: dict[str, Verdicts], tmp_path: Path) -> None:
    assert wrong(version, batches(respellings(entries_of(version)), 100), base[version], tmp_path) == ""


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_changes_that_is_written_in_another_style(
    version: str, base: dict[str, Verdicts], tmp_path: Path
) -> None:
    roots = {name: {**STYLES[name](COMPLIANT(version)), **head(version)} for name in STYLES_OF[version]}
    said = judged(roots, tmp_path)
    assert {name: differences(said[name], base[version], is_less_enough=HIDDEN) for name in roots} == {
        name: [] for name in roots
    }


def test_every_check_is_in_the_table() -> None:
    assert set(CHECKS) == IDS
    for id_, entries in CHECKS.items():
        assert entries, id_
        for entry in entries:
            assert entry["broken"], id_
            assert set(entry) <= KEYS, id_
            assert set(entry.get("without", {})) < {*VERSIONS, "plan"}, id_
            for reasons in ("also", "broken_also", "unresolved_also", "without"):
                assert all(reason for reason in entry.get(reasons, {}).values()), id_


KEYS = {
    "broken",
    "unresolved",
    "respelled",
    "where",
    "also",
    "broken_also",
    "unresolved_also",
    "without",
    "alone",
    "plan",
    *VERSIONS,
}


def test_every_setting_that_is_broken_is_respelled() -> None:
    # By each style, which respells whatever is there, or by the table.
    for id_, entries in CHECKS.items():
        paths = {path for entry in entries for path in entry["broken"]}
        there = {path for path in paths if path.partition("/")[0] in COMPLIANT("v4").bodies}
        assert there or any(entry.get("respelled") for entry in entries), id_


@pytest.mark.parametrize("version", VERSIONS)
def test_no_spelling_is_left_over(version: str) -> None:
    # What is renamed is there under its new name, and is not there under its old one.
    text = (FOLDER / version / "deployment.tf").read_text(encoding="utf-8")
    for mutation in [*mutations(entries_of(version), "broken"), *respellings(entries_of(version))]:
        for path in mutation.edits:
            assert path.partition("/")[0] in {*COMPLIANT(version).bodies, "deny"}, path
    assert re.search(r"\bzones\b" if version == "v2" else r"\bavailability_zones\b", text) is None


@pytest.mark.parametrize("version", ["v3", "v4", "v5"])
def test_the_compliant_deployment_is_valid(version: str) -> None:
    lacking = terraform.missing()
    if lacking:
        pytest.skip(lacking)
    terraform.validate(FOLDER / version, version.removeprefix("v"))
