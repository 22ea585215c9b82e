"""However a deployment is written, the same is said of it, or less; and nothing that a value not given would change."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from checkov_aks.terraform.base.block import Resource
from tests import witnesses
from tests.azurerm import terraform
from tests.disguises import Disguise
from tests.mutations import (
    FOLDER,
    Deployment,
    Verdicts,
    batches,
    differences,
    entries_of,
    judged,
    mutations,
    together,
)
from tests.reading import plain, resources
from tests.scanning import HIDDEN

pytestmark = pytest.mark.once

MAIN = {"main.tf": (FOLDER / "v4" / "main.tf").read_text(encoding="utf-8")}
COMPLIANT = Deployment.read("v4")
# Terraform sorts what the provider takes as a set.
SETS = {"enabled_log", "enabled_metric", "security_rule"}
# A window passes where the channel is not known, which without tfparse it often is: it may be one that needs none.
DECIDED = {"AKS_605 on aks: PASSED, not UNKNOWN"} if HIDDEN else set()
BEHAVIOUR = json.loads(Path(terraform.HERE, "behaviour.json").read_text(encoding="utf-8"))


def broken() -> list[Deployment]:
    """The compliant deployment, and it with several practices broken, all of them in turn."""
    found = mutations(entries_of("v4"), "broken")
    random.Random("disguises").shuffle(found)
    return [COMPLIANT, *(together(COMPLIANT, batch) for batch in batches(found, 12))]


def more_than_less(found: Verdicts, wanted: Verdicts) -> list[str]:
    """Where something else is said, not only less."""
    return [each for each in differences(found, wanted, is_less_enough=True) if each not in DECIDED]


def test_the_same_is_said_or_less(tmp_path: Path) -> None:
    deployments = broken()
    plainly = judged({str(i): {**each.files(), **MAIN} for i, each in enumerate(deployments)}, tmp_path / "plain")
    disguised = {str(i): {**Disguise(each, i).files(), **MAIN} for i, each in enumerate(deployments)}
    said = judged(disguised, tmp_path / "disguised")
    assert [f"{name}: {told}" for name in said for told in more_than_less(said[name], plainly[name])] == []
    # So that it is not proved by silence.
    assert sum(map(len, said.values())) > (0.3 if HIDDEN else 0.8) * sum(map(len, plainly.values()))


def test_nothing_is_said_that_a_value_would_change(tmp_path: Path) -> None:
    disguises = {str(seed): Disguise(COMPLIANT, seed, open=0.2) for seed in range(6)}
    roots = {name: {**each.files(), **MAIN} for name, each in disguises.items()}
    given = {
        f"{name}-{index}": {**roots[name], "terraform.tfvars.json": json.dumps(values)}
        for name, each in disguises.items()
        for index, values in enumerate(each.given)
    }
    said = judged({**roots, **given}, tmp_path)
    found = {name: more_than_less(said[name.partition("-")[0]], said[name]) for name in given}
    assert [f"{name}: {told}" for name in given for told in found[name]] == []
    assert sum(len(said[name]) for name in roots) > (0.1 if HIDDEN else 0.2) * sum(len(said[name]) for name in given)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """As many seeds as are asked for."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(100, 100 + metafunc.config.getoption("--disguises")))


@pytest.mark.tfparse("test_the_same_is_said_or_less")
@pytest.mark.parametrize("open_", [0.0, 0.2])
def test_every_value_is_terraforms(seed: int, open_: float, tmp_path: Path) -> None:
    lacking = terraform.missing()
    if lacking:
        pytest.skip(lacking)
    disguise = Disguise(COMPLIANT, seed, open=open_)
    for name, text in {**disguise.files(), **MAIN}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    read = resources(tmp_path)
    for index, values in enumerate(disguise.given if open_ else [{}]):
        file = tmp_path / f"{index}.tfvars.json"
        file.write_text(json.dumps(values), encoding="utf-8")
        try:
            planned = json.loads(terraform.plan(tmp_path, f"-var-file={file}"))
        except terraform.TerraformError:
            assert index, "Terraform refuses the disguise"
            continue  # it refuses those values
        told = [
            f"{address} {wrong}"
            for address, values_ in _planned(planned["planned_values"]["root_module"])
            # The key of an instance is not known where what it goes over has unknown parts.
            for resource in [read.get(address) or read[address.rpartition("[")[0]]]
            for wrong in _wrong(resource.source, values_, resource, "")
        ]
        assert told == []


def _planned(module: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for resource in module.get("resources", ()):
        yield resource["address"], resource["values"]
    for child in module.get("child_modules", ()):
        yield from _planned(child)


def _wrong(source: Any, values: Mapping[str, Any], resource: Resource, path: str) -> Iterator[str]:
    """What a block is said to have that Terraform plans otherwise."""
    for name, value in values.items():
        at = f"{path}{name}"
        children = source.children(name) if _is_blocks(value) else None
        if children is not None and children.certain and name not in SETS:
            if len(children.items) != len(value):
                yield f"{at}: {len(children.items)} blocks, not {len(value)}"
            for child, planned in zip(children.items, value, strict=False):
                yield from _wrong(child, planned, resource, f"{at}.")
        elif not _is_blocks(value):
            found = source.attribute(name)
            said = "absent" if found is None else plain(found)
            default = BEHAVIOUR.get(resource.type, {}).get("defaults", {}).get(at)
            truth = "absent" if value is None or (said == "absent" and value == default) else value
            if not witnesses.is_same_or_less(said, truth) and _sorted(said) != _sorted(truth):
                yield f"{at}: {said}, not {truth}"


def _is_blocks(value: Any) -> bool:
    """Whether a planned value is blocks, or none: an empty list may be either."""
    return isinstance(value, list) and (not value or isinstance(value[0], dict))


def _sorted(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list) else str(value)
