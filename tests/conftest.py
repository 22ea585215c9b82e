"""What tests share. They are strict: a check that raises fails the test instead of being logged."""

import os

os.environ["CHECKOV_AKS_STRICT"] = "1"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import pytest

from checkov_aks.terraform.base import scan
from tests.reading import NoEvaluator


@pytest.fixture
def without_tfparse(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if tfparse were not installed."""
    monkeypatch.setattr(scan, "evaluator", NoEvaluator())
