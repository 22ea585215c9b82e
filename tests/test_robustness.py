"""No check raises, whatever stands where it reads."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from checkov_aks.common.registry import Registered
from checkov_aks.common.verdict import Verdict
from checkov_aks.terraform.base.azurerm import setting
from checkov_aks.terraform.base.block import Resource
from checkov_aks.terraform.base.checks import TerraformCheck
from checkov_aks.terraform.base.versions import EVERY_RELEASE
from checkov_aks.terraform.base.witnesses import BareSource, PlanSource
from tests.test_checks import ITEMS, TERRAFORM_ITEMS
from tests.test_fixtures import SPELLINGS

WRONG: list[Any] = [
    None, [], {}, "", 0, -1, 1.5, True, "true", "None", [None], [[]], [[[]]], [{}], {"a": 1}, [{"a": [1]}],
    ["x", 1, None], "azurerm_x.y.id", "${var.x}", "true_after_unknown", "0.0.0.0/0", "10%", "\x00{[(", "x" * 10_000,
    10**30, float("nan"),
]  # fmt: skip


@pytest.mark.parametrize("item", TERRAFORM_ITEMS, ids=lambda item: item.check.id)
def test_wrong_values(item: Registered) -> None:
    check = item.check
    assert isinstance(check, TerraformCheck)
    source_code = inspect.getsource(sys.modules[item.module])
    judged = 0
    for resource_type in check.supported_entities:
        for conf in wrong_configurations(resource_type, source_code):
            for source in (PlanSource(conf), BareSource(conf)):
                verdict = check.evaluate_resource(Resource(resource_type, source, EVERY_RELEASE), [])
                assert isinstance(verdict, Verdict)
                judged += 1
    assert judged > 100


def wrong_configurations(resource_type: str, source: str) -> Iterator[dict[str, Any]]:
    """Configurations with one wrong value each, at every path that a check with that source reads, in any spelling."""
    paths = {
        spelling.path
        for path in SPELLINGS[resource_type]
        if path.rpartition(".")[2] in source
        for spelling in setting(resource_type, path).spellings
    }
    for path in sorted(paths):
        for value in WRONG:
            yield nested(path.split("."), value)
            yield nested(path.split("."), [value])


def nested(parts: list[str], value: Any) -> dict[str, Any]:
    """A configuration with the value at a path, in Checkov's shape."""
    return {parts[0]: value if len(parts) == 1 else [nested(parts[1:], value)]}


def test_a_check_that_raises_is_logged_and_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    from checkov.common.models.enums import CheckResult

    from checkov_aks.terraform.base import checks

    check = next(item.check for item in ITEMS if item.check.id == "AKS_705")
    assert isinstance(check, TerraformCheck)
    monkeypatch.setattr(type(check), "evaluate", lambda *_: 1 / 0)
    logged: list[str] = []
    monkeypatch.setattr(checks, "strict", False)
    monkeypatch.setattr(checks.logger, "error", lambda text, *values, **_: logged.append(text % values))
    assert check.scan_resource_conf(json.loads('{"sku_tier": ["Free"]}')) is CheckResult.UNKNOWN
    assert "AKS_705 could not judge" in logged[0]
