"""Several scans at once say what each says alone: Checkov runs its frameworks in threads where it cannot fork."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from checkov.kubernetes.runner import Runner as KubernetesRunner
from checkov.runner_filter import RunnerFilter
from checkov.terraform.context_parsers.registry import ParserRegistry
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform.runner import Runner as TerraformRunner

import checkov_aks
from tests.scanning import FIXTURES

TERRAFORM, KUBERNETES = FIXTURES / "terraform", FIXTURES / "kubernetes"
Scan = tuple[str, Path]
# Clusters and pools, what refers to them, and plans of the same; two of a kind, so that one registry serves both.
SCANS: list[Scan] = [
    ("terraform", TERRAFORM / "AKS_209" / "planned"),
    ("terraform", TERRAFORM / "AKS_108" / "planned"),
    ("terraform_plan", TERRAFORM / "AKS_209" / "planned" / "tfplan.json"),
    ("terraform_plan", TERRAFORM / "AKS_108" / "planned" / "tfplan.json"),
    ("kubernetes", KUBERNETES / "AKS_153"),
    ("kubernetes", KUBERNETES / "AKS_154"),
]
RUNNERS: dict[str, Any] = {"terraform": TerraformRunner, "terraform_plan": PlanRunner, "kubernetes": KubernetesRunner}


def said(scan: Scan) -> list[tuple[Any, ...]]:
    """All that our checks say in one scan."""
    framework, place = scan
    runner_filter = RunnerFilter(framework=[framework], checks=["AKS_*"])
    where = {"files": [str(place)]} if place.is_file() else {"root_folder": str(place)}
    report = RUNNERS[framework]().run(**where, runner_filter=runner_filter)
    return sorted(
        (
            r.check_id,
            r.file_path,
            r.resource,
            r.check_result["result"].value,
            r.details,
            r.check_result["evaluated_keys"],
        )
        for r in (*report.passed_checks, *report.failed_checks)
    )


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns after every few instructions."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


class ParsersOfThread(threading.local, ParserRegistry):
    """Checkov's parsers of contexts, and what they found, for each thread anew."""

    def __init__(self) -> None:
        super().__init__()
        self.context_parsers = copy.deepcopy(ParserRegistry.context_parsers)


@pytest.fixture
def parsers_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkov's own scans of Terraform share one registry, which each empties as it begins: another's then raises.

    It is so without our checks too, and no test of ours may fail by it.
    """
    monkeypatch.setattr("checkov.terraform.runner.parser_registry", ParsersOfThread())


def test_scans_in_threads(hasty_threads: None, parsers_apart: None) -> None:
    checkov_aks.register()
    alone = [said(scan) for scan in SCANS]
    assert all(alone)
    barrier = threading.Barrier(len(SCANS))

    def together(scan: Scan) -> list[tuple[Any, ...]]:
        barrier.wait()
        return said(scan)

    with ThreadPoolExecutor(len(SCANS)) as pool:
        for scan, expected, found in zip(SCANS, alone, pool.map(together, SCANS), strict=True):
            assert found == expected, scan


# Whatever loads the checks again finds them there: each once, and no finding that they could not be loaded.
AGAIN = """
import importlib, json, shutil, sys
import checkov_aks
from checkov.common.checks.base_check_registry import BaseCheckRegistry
from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.kubernetes.checks.resource.registry import registry as kubernetes
from checkov.terraform.checks.resource.registry import resource_registry as terraform

loader, other = checkov_aks.loader_dir(), sys.argv[1] + "/checkov_aks"
shutil.copytree(loader.parent, other, ignore=shutil.ignore_patterns("__pycache__"))
for registry in (terraform, kubernetes):
    for folder in (loader, loader, other + "/loader", loader):
        registry.load_external_checks(str(folder))
importlib.reload(sys.modules["checkov_aks_loader"])
importlib.reload(checkov_aks)
importlib.reload(sys.modules["checkov_aks.common.registry"])
known = checkov_aks.register()
every = [*BaseCheckRegistry.get_all_registered_checks(), *get_graph_checks_registry("kubernetes").checks]
print(json.dumps([known, sorted(check.id for check in every if check.id.startswith("AKS_"))]))
"""


@pytest.mark.once
def test_loaded_again_from_elsewhere_and_reloaded(tmp_path: Path) -> None:
    command = [sys.executable, "-c", AGAIN, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    known, registered = json.loads(done.stdout)
    assert known == registered == sorted(checkov_aks.register())
