"""The process that evaluates Terraform may die or hang; the scan goes on with the second witness."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from checkov.runner_filter import RunnerFilter
from checkov.terraform.runner import Runner

from checkov_aks.common.registry import registered
from checkov_aks.common.settings import Settings
from checkov_aks.terraform.base import evaluation, scan
from checkov_aks.terraform.base.evaluation import Evaluator
from tests.reading import blocks

# Stands in front of the real module: dies or hangs for roots of that name.
STUB = """
import os, sys, time
sys.path.remove({folder!r})
del sys.modules["tfparse"]
import tfparse
real = tfparse.load_from_path
def load_from_path(root, **options):
    if "die" in os.path.basename(root):
        os.abort()
    if "hang" in os.path.basename(root):
        time.sleep(600)
    return real(root, **options)
tfparse.load_from_path = load_from_path
"""
CLUSTER = 'variable "null" {\n  default = null\n}\nresource "azurerm_kubernetes_cluster" "this" {\n  sku_tier = %s\n}\n'


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[str]]]:
    """The worker processes of a test, each with the stub in it."""
    folder = tmp_path / "stub"
    folder.mkdir()
    (folder / "tfparse.py").write_text(STUB.format(folder=str(folder)), encoding="utf-8")
    command = evaluation.worker_command()
    assert command is not None
    monkeypatch.setattr(evaluation, "worker_command", lambda: [*command[:5], str(folder), *command[5:]])
    processes: list[subprocess.Popen[str]] = []
    start = evaluation.start_worker

    def record() -> Any:
        process = start()
        assert process is not None
        processes.append(process)
        return process

    monkeypatch.setattr(evaluation, "start_worker", record)
    monkeypatch.setattr(evaluation, "current", lambda: Settings(evaluation_timeout=3.0))
    evaluator = Evaluator()
    monkeypatch.setattr(scan, "evaluator", evaluator)
    monkeypatch.setattr(evaluation, "evaluator", evaluator)
    yield processes
    evaluator.close()
    assert all(process.poll() is not None for process in processes)


@pytest.mark.tfparse("test_no_worker_without_tfparse")
@pytest.mark.parametrize("trouble", ["die", "hang"])
def test_a_scan_survives(tmp_path: Path, started: list[subprocess.Popen[str]], trouble: str) -> None:
    for name in ("a_fine", f"b_{trouble}", "c_fine"):
        root = tmp_path / "scan" / name
        root.mkdir(parents=True)
        (root / "main.tf").write_text(CLUSTER % 'var.null == null ? "Standard" : "Free"', encoding="utf-8")
        (root / "literal.tf").write_text(
            'resource "azurerm_kubernetes_cluster" "literal" {\n  sku_tier = "Free"\n}\n', encoding="utf-8"
        )
    sources: dict[str, set[str]] = {}
    for name in ("a_fine", f"b_{trouble}", "c_fine"):
        found = blocks(tmp_path / "scan" / name)
        assert found["azurerm_kubernetes_cluster.literal"][0]["sku_tier"].text() == "Free"
        sources[name] = {type(block.resource.source).__name__ for (block,) in found.values()}
        assert found["azurerm_kubernetes_cluster.this"][0]["sku_tier"].text() in ("Standard", None)
    assert sources["a_fine"] == sources["c_fine"] == {"EvaluatedSource"}
    assert sources[f"b_{trouble}"] == {"ConfiguredSource"}
    assert len(started) == 2


@pytest.mark.tfparse("test_no_worker_without_tfparse")
def test_one_worker_serves_many_roots(tmp_path: Path, started: list[subprocess.Popen[str]]) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / "scan" / name).mkdir(parents=True)
        (tmp_path / "scan" / name / "main.tf").write_text(CLUSTER % '"Free"', encoding="utf-8")
        blocks(tmp_path / "scan" / name)
    assert len(started) == 1


@pytest.mark.tfparse("test_no_worker_without_tfparse")
@pytest.mark.parametrize(("type_", "expected"), [("azurerm_kubernetes_cluster", 1), ("azurerm_storage_account", 0)])
def test_a_worker_is_started_where_there_is_a_cluster_to_judge(
    tmp_path: Path, started: list[subprocess.Popen[str]], type_: str, expected: int
) -> None:
    (tmp_path / "main.tf").write_text(f'resource "{type_}" "this" {{\n  name = "x"\n}}\n', encoding="utf-8")
    registered("terraform")
    # No check is run.
    Runner().run(str(tmp_path), runner_filter=RunnerFilter(framework=["terraform"], checks=["AKS_NONE"]))
    assert len(started) == expected


@pytest.mark.tfparse("test_no_worker_without_tfparse")
@pytest.mark.skipif(sys.platform == "win32", reason="kills a process by a POSIX signal")
def test_the_worker_ends_with_its_parent_even_while_it_hangs(tmp_path: Path) -> None:
    folder = tmp_path / "stub"
    folder.mkdir()
    (folder / "tfparse.py").write_text(STUB.format(folder=str(folder)), encoding="utf-8")
    (tmp_path / "hang").mkdir()
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\nfrom checkov_aks.terraform.base import evaluation as e\n"
            f"command = e.worker_command()\ne.worker_command = lambda: [*command[:5], {str(folder)!r}, *command[5:]]\n"
            "start = e.start_worker\n"
            "def told():\n    p = start()\n    print(p.pid, flush=True)\n    return p\n"
            f"e.start_worker = told\ne.evaluator.load({str(tmp_path / 'hang')!r}, [])\n",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    time.sleep(1)
    assert is_running(worker)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not is_running(worker):
            break
        time.sleep(0.1)
    assert not is_running(worker)


@pytest.mark.parametrize("missing", ["tfparse", "cffi"])
def test_no_worker_without_tfparse(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(evaluation, "find_spec", lambda name: None if name == missing else find_spec(name))
    evaluation.worker_command.cache_clear()
    assert Evaluator().load("/", []) is None
    evaluation.worker_command.cache_clear()


def test_no_worker_in_a_frozen_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    evaluation.worker_command.cache_clear()
    assert evaluation.start_worker() is None
    evaluation.worker_command.cache_clear()


@pytest.mark.tfparse("test_no_worker_without_tfparse")
def test_modules_of_the_scanned_repository_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(1)", encoding="utf-8")
    (tmp_path / "main.tf").write_text(CLUSTER % '"Free"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    evaluator = Evaluator()
    assert evaluator.load(str(tmp_path), []) is not None
    evaluator.close()


def is_running(process: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state != "Z"
