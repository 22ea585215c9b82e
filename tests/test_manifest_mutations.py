"""Compliant manifests, with each practice broken, unresolved and respelled: exactly the intended verdicts change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from checkov.common.output.report import Report
from checkov.kubernetes.runner import Runner
from checkov.runner_filter import RunnerFilter

from tests.manifest_mutations import CHECKS, COMPLIANT, ENTRIES, IDS, Objects, edited, judged, read
from tests.mutations import Mutation, Verdicts, batches, differences, expected, mutations, respellings

pytestmark = pytest.mark.once

OBJECTS = read()
BASE = judged(OBJECTS)
# A load balancer that is public on purpose, for the checks of those.
FAILED = {("AKS_253", "Service/payments")}


def scanned(place: Path) -> Verdicts:
    """What Checkov's own runner says of a folder."""
    report = Runner().run(str(place), runner_filter=RunnerFilter(framework=["kubernetes"], checks=["AKS_*"]))
    assert isinstance(report, Report)
    assert report.parsing_errors == []
    found: Verdicts = {}
    for outcome, records in (("PASSED", report.passed_checks), ("FAILED", report.failed_checks)):
        for record in records:
            kind, *_, name = record.resource.split(".")
            at = (record.check_id, f"{kind}/{name}")
            assert at not in found, "two verdicts on one object"
            found[at] = outcome
    return found


def test_the_compliant_manifests_pass() -> None:
    assert {at for at, outcome in BASE.items() if outcome != "PASSED"} == FAILED
    assert {id_ for id_, _ in BASE} == set(IDS)
    assert differences(scanned(COMPLIANT), BASE) == []


@pytest.mark.parametrize("kind", ["broken", "unresolved"])
def test_exactly_what_is_meant_changes(kind: str) -> None:
    assert wrong([mutation] for mutation in mutations(ENTRIES, kind)) == ""


def test_nothing_changes_that_is_respelled() -> None:
    # All that lies apart at once: nothing may come of it in any company.
    assert wrong(batches(respellings(ENTRIES), 100)) == ""


def wrong(found: Iterable[list[Mutation]]) -> str:
    """What comes out otherwise than the table says, with the names of the mutants. What is new is not looked at."""
    told: list[str] = []
    for batch in found:
        objects, changes = OBJECTS, dict[tuple[str, str], str]()
        for mutation in batch:
            objects, changes = edited(objects, mutation.edits), {**changes, **mutation.changes}
        said = {at: outcome for at, outcome in judged(objects).items() if at[1] in OBJECTS}
        different = differences(said, expected(BASE, objects, changes))
        told += [" ".join(mutation.name for mutation in batch), *different] if different else []
    return "\n".join(told)


# -- the same objects, written another way


def in_one_file(objects: Objects) -> dict[str, str]:
    return {"all.yaml": yaml.safe_dump_all(objects.values())}


def in_reverse(objects: Objects) -> dict[str, str]:
    """The last object and the last key first, quoted wherever that can be."""
    backwards = [_backwards(thing) for thing in reversed(objects.values())]
    return {"all.yml": yaml.safe_dump_all(backwards, sort_keys=False, default_style='"')}


def _backwards(node: Any) -> Any:
    return {key: _backwards(value) for key, value in reversed(node.items())} if isinstance(node, dict) else node


def in_a_list(objects: Objects) -> dict[str, str]:
    return {"list.yaml": yaml.safe_dump({"apiVersion": "v1", "kind": "List", "items": list(objects.values())})}


def a_file_each(objects: Objects) -> dict[str, str]:
    return {f"{name.replace('/', '-')}.yaml": yaml.safe_dump(thing) for name, thing in objects.items()}


def in_json(objects: Objects) -> dict[str, str]:
    return {f"{name.replace('/', '-')}.json": json.dumps(thing, indent=2) for name, thing in objects.items()}


def without_namespace(objects: Objects) -> dict[str, str]:
    """Only the namespace of the scan is theirs then."""
    copies = edited(objects, {f"{name} metadata namespace": None for name in objects if _has_namespace(objects[name])})
    return {"all.yaml": yaml.safe_dump_all(copies.values())}


def _has_namespace(thing: Any) -> bool:
    return "namespace" in thing["metadata"]


def in_folders(objects: Objects) -> dict[str, str]:
    """A folder for each kind, deep below."""
    return {f"shop/{name}/deep/below.yaml": yaml.safe_dump(thing) for name, thing in objects.items()}


# Where it runs is a question that only its own namespace answers.
LESS = {"without_namespace": ["AKS_158 on Deployment/api: UNKNOWN, not PASSED"]}
STYLES = [in_one_file, in_reverse, in_a_list, a_file_each, in_json, without_namespace, in_folders]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_nothing_changes_that_is_written_in_another_style(
    style: Callable[[Objects], dict[str, str]], tmp_path: Path
) -> None:
    for name, text in style(OBJECTS).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert differences(scanned(tmp_path), BASE) == LESS.get(style.__name__, [])


def test_every_check_is_in_the_table() -> None:
    assert set(CHECKS) == set(IDS)
    for id_, _, entry in ENTRIES:
        assert entry["broken"], id_
        assert set(entry) <= {"broken", "unresolved", "respelled", "where", "also", "broken_also", "unresolved_also"}
        assert all(reason for key in entry if key.endswith("also") for reason in entry[key].values()), id_
