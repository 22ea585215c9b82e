"""What tests share. They are strict: a check that raises fails the test instead of being logged only."""

import os
import sys
from collections.abc import Iterator

os.environ.setdefault("LOG_LEVEL", "ERROR")

import pytest

from checkov_aks.common.settings import Settings
from checkov_aks.kubernetes.base import checks as kubernetes_checks
from checkov_aks.terraform.base import checks, evaluation, scan
from tests.reading import NoEvaluator


@pytest.fixture(autouse=True)
def no_check_raises(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Collects what a check raised: Checkov and the base class both swallow it."""
    raised: list[object] = []
    monkeypatch.setattr(checks.logger, "error", lambda *what, **_: raised.append((what, sys.exc_info()[1])))
    yield
    assert raised == []


@pytest.fixture(autouse=True)
def strict_checks_of_manifests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check of manifests raises what it would log."""
    monkeypatch.setattr(kubernetes_checks, "strict", True)


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not turn an evaluation into the second witness."""
    monkeypatch.setattr(evaluation, "current", lambda: Settings(evaluation_timeout=300.0))


@pytest.fixture
def without_tfparse(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if tfparse were not installed."""
    monkeypatch.setattr(scan, "evaluator", NoEvaluator())
