"""No check raises on a Terraform configuration, whatever stands where it reads. `conftest` makes checks strict."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from checkov_aks.terraform.base.deployment import of_plan
from checkov_aks.terraform.base.evaluation import evaluator
from checkov_aks.terraform.base.plan import Plan
from tests.configurations import (
    CHECKS,
    WRONG,
    Configuration,
    asked,
    configurations,
    confs_of,
    deployed,
    judge,
    paths,
    plan_of,
    put,
    write,
    written,
)
from tests.scanning import FIXTURES

lasting = settings(
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


pytestmark = pytest.mark.once
NOTHING: Configuration = {"resource": {}, "output": {}, "module": {"inner": {}}}
TYPES = sorted({type_ for check in CHECKS for type_ in check.supported_entities})


def wrong_values(type_: str) -> list[Configuration]:
    """Bodies with every value at every path that is asked for, most paths at a time."""
    chance, bodies = random.Random(type_), []
    for shift in range(2 * len(WRONG)):
        body: Configuration = {}
        for index, path in enumerate(paths()[type_]):
            if chance.random() < 0.7:
                put(body, path.split("."), WRONG[(index + shift) % len(WRONG)])
        bodies.append(body)
    return bodies


@pytest.mark.parametrize("type_", TYPES)
def test_every_wrong_value_at_every_path(type_: str) -> None:
    bodies = wrong_values(type_)
    content = {"resource": {type_: {f"r{number}": body for number, body in enumerate(bodies)}}, "output": {}}
    judges = sum(type_ in check.supported_entities for check in CHECKS)
    assert judge(deployed(content, NOTHING)) == judges * len(bodies)
    plan = Plan(plan_of({**NOTHING, **content}, NOTHING))
    assert judge(of_plan(plan, list(confs_of(content)))) == judges * len(bodies)


def test_no_place_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks ask of whole deployments, and of wrong values, is among the places that the wrong values stand in."""
    known, found = paths(), asked(monkeypatch)
    for folder in sorted(FIXTURES.glob("terraform/AKS_*/v[235]")):
        judge(written(folder))
    for type_ in TYPES:
        few = wrong_values(type_)[:5]
        judge(deployed({"resource": {type_: {f"r{n}": body for n, body in enumerate(few)}}, "output": {}}, NOTHING))
    assert len(found) > 150
    assert {(type_, path) for type_, path in found if path not in known.get(type_, ())} == set()


@settings(lasting, max_examples=60)
@given(configurations)
def test_anything_unevaluated_and_planned(content: tuple[Configuration, Configuration]) -> None:
    outer, inner = content
    judge(deployed(outer, inner))
    judge(of_plan(Plan(plan_of(outer, inner)), [*confs_of(outer), *confs_of(inner, "module.inner.")]))


@settings(lasting, max_examples=25)
@given(configurations)
def test_anything_evaluated(content: tuple[Configuration, Configuration]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), *content)
        judge(deployed(*content, evaluator.load(folder, []), folder))
