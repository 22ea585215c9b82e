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


class Strict:
    """Is asked where a check has raised: keeps what it was, because Checkov's runners swallow it."""

    def __init__(self) -> None:
        self.raised: list[BaseException | None] = []

    def __bool__(self) -> bool:
        self.raised.append(sys.exc_info()[1])
        return True


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> Iterator[Strict]:
    """A check raises what it would log, and the test fails of it wherever it went."""
    found = Strict()
    monkeypatch.setattr(checks, "strict", found)
    monkeypatch.setattr(kubernetes_checks, "strict", found)
    yield found
    assert found.raised == []


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not turn an evaluation into the second witness."""
    monkeypatch.setattr(evaluation, "current", lambda: Settings(evaluation_timeout=300.0))


@pytest.fixture
def without_tfparse(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if tfparse were not installed."""
    monkeypatch.setattr(scan, "evaluator", NoEvaluator())
