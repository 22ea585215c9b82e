"""Every verdict of every check, proved by fixtures: names tell what must come out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checkov_aks.common.registry import registered
from checkov_aks.terraform.base.azurerm import setting
from checkov_aks.terraform.base.block import Block
from tests.reasons import are_as_kept
from tests.scanning import FIXTURES, HIDDEN, Findings, assert_said, scan, scan_plan

FACTS = Path(__file__).parent / "facts"
SCHEMA = json.loads((FACTS / "azurerm.json").read_text(encoding="utf-8"))
SPELLINGS = json.loads((FACTS / "spellings.json").read_text(encoding="utf-8"))
# The releases whose schema azurerm.json holds.
SNAPSHOTS = {"2": (2, 80), "3": (3, 116), "4": (4, 55), "5": (5, 2)}
# Asked of every pool, known to pools of their own only.
ONE_KIND_OF_POOL = {("azurerm_kubernetes_cluster", "default_node_pool.upgrade_settings.max_unavailable")}
FOLDERS = sorted((FIXTURES / "terraform").glob("AKS_*"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_verdicts_reasons_and_attributes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One scan for all three: scanning is what takes the time.
    read = attributes_read(monkeypatch)
    found = scan(folder, folder.name)
    assert found.parsing_errors == []
    are_verdicts_as_named(folder.name, found)
    do_failures_say_why_and_how_to_fix(folder.name, found)
    is_every_attribute_known_in_every_major_that_has_it(read)


def are_verdicts_as_named(check_id: str, found: Findings) -> None:
    judged = of_types(found.seen, check_id)
    assert_said(found.passed, named(judged, "pass"))
    assert_said(found.failed, named(judged, "fail"))
    assert judged == named(judged, "pass") | named(judged, "fail") | named(judged, "unknown")
    # A type that the check should judge, and does not, would be missing from `judged` as well.
    assert not [address for address in found.seen - judged if re.search(r"\.(pass|fail)(_\w+)?(\[.*)?$", address)]


def do_failures_say_why_and_how_to_fix(check_id: str, found: Findings) -> None:
    # Without tfparse a reason may be another of several.
    assert HIDDEN or are_as_kept(f"terraform/{check_id}", found)
    fix = registered()[check_id].check.info.fix  # type: ignore[attr-defined]
    for address in found.failed:
        reason, remedy = found.details[address]
        assert len(reason) > 10, address
        assert fix in remedy
        assert found.evaluated_keys[address], address


def attributes_read(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Fills with the type and path of every attribute that checks read from now on."""
    read: set[tuple[str, str]] = set()

    def record(block: Block, name: str, method: Callable[[Block, str], Any]) -> Any:
        # Inside one of several blocks, and in data sources, the table knows the name as it is.
        if not block.place and not block.type.startswith("data."):
            read.add((block.resource.type, f"{block.path}.{name}".lstrip(".")))
        return method(block, name)

    for method in (Block.__getitem__, Block.has, Block.blocks):
        monkeypatch.setattr(Block, method.__name__, lambda block, name, m=method: record(block, name, m))
    return read


def is_every_attribute_known_in_every_major_that_has_it(read: set[tuple[str, str]]) -> None:
    assert read
    for resource_type, path in read - ONE_KIND_OF_POOL:
        spelled = SPELLINGS[resource_type][path]
        found = {spelling.path: spelling for spelling in setting(resource_type, path).spellings}
        for snapshot, release in SNAPSHOTS.items():
            covered = {p for p, s in found.items() if s.since <= release and (s.until is None or release < s.until)}
            assert set(spelled.get(snapshot, ())) == covered, (path, snapshot)
            for name in covered & set(spelled.get(snapshot, ())):
                assert name in SCHEMA[resource_type][snapshot], (name, snapshot)


@pytest.mark.once
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_without_tfparse_less_is_said_and_nothing_else(folder: Path, without_tfparse: None) -> None:
    found = scan(folder, folder.name)
    assert found.passed <= named(found.seen, "pass")
    assert found.failed <= named(found.seen, "fail")
    # Literals decide without it.
    assert found.passed
    assert found.failed


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("after_unknown", ["", pytest.param("True", marks=pytest.mark.once)])
def test_a_plan_says_what_the_files_say_that_it_came_from(
    folder: Path, after_unknown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The files lie beside it and have been judged above, by the same names.
    monkeypatch.setenv("EVAL_TF_PLAN_AFTER_UNKNOWN", after_unknown)
    plan = folder / "planned" / "tfplan.json"
    changes = json.loads(plan.read_text(encoding="utf-8"))["resource_changes"]
    judged = of_types({change["address"] for change in changes}, folder.name)
    # Named so is what a plan does not tell: text around a reference, what follows a computed index, locals.
    told = {address for address in judged if "_lost" not in address}
    found = scan_plan(plan, folder.name)
    assert (found.passed, found.failed) == (named(told, "pass"), named(told, "fail"))
    assert found.passed
    assert found.failed
    assert judged == named(judged, "pass") | named(judged, "fail") | named(judged, "unknown")


def of_types(addresses: set[str], check_id: str) -> set[str]:
    """The addresses of resources that a check looks at."""
    types = "|".join(registered()[check_id].check.supported_entities)
    return {address for address in addresses if re.search(rf"(^|\.)({types})\.", address)}


def named(addresses: set[str], verdict: str) -> set[str]:
    """The addresses with a resource, module or instance named for a verdict."""
    return {address for address in addresses if re.search(rf'(^|\.|\["){verdict}(_|$|\[)', address)}
