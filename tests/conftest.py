"""What tests share. They are strict: a check that raises fails the test instead of being logged only."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("LOG_LEVEL", "ERROR")

import pytest

from checkov_aks.common.settings import Settings
from checkov_aks.kubernetes.base import checks as kubernetes_checks
from checkov_aks.terraform.base import checks, evaluation, scan
from tests.reading import NoEvaluator


def pytest_addoption(parser: pytest.Parser) -> None:
    """The whole suite where tfparse is not installed; more of what is drawn at random."""
    parser.addoption(WITHOUT_TFPARSE, action="store_true", help="as if tfparse were not installed, in programs too")
    parser.addoption("--disguises", type=int, default=3, help="how many disguises are compared with Terraform's plans")


def pytest_configure(config: pytest.Config) -> None:
    """Hides tfparse, if so asked, from this process and from every Python that it starts."""
    config.addinivalue_line("markers", "tfparse(where): what tfparse alone can tell, and where it is tried without")
    if config.getoption(WITHOUT_TFPARSE):
        folder = tempfile.mkdtemp()
        config.add_cleanup(lambda: shutil.rmtree(folder))
        Path(folder, "sitecustomize.py").write_text(HIDE_TFPARSE, encoding="utf-8")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
        exec(HIDE_TFPARSE)


WITHOUT_TFPARSE = "--without-tfparse"
HIDE_TFPARSE = 'import sys\nsys.modules["tfparse"] = None\n'


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips what tfparse alone can tell, and says where it is tried without."""
    for item in items if config.getoption(WITHOUT_TFPARSE) else ():
        for marker in item.iter_markers("tfparse"):
            item.add_marker(pytest.mark.skip(reason=f"without tfparse: {marker.args[0]}"))


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
