"""Several scans at once say what each says alone: Checkov runs its frameworks in threads where it cannot fork."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from checkov.kubernetes.runner import Runner as KubernetesRunner
from checkov.runner_filter import RunnerFilter
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform.runner import Runner as TerraformRunner

import checkov_aks
from tests.scanning import FIXTURES

TERRAFORM, KUBERNETES = FIXTURES / "terraform", FIXTURES / "kubernetes"
Scan = tuple[str, Path]
# Clusters and pools, what refers to them, and plans of the same; two of a kind, so that one registry serves both.
SCANS: list[Scan] = [
    ("terraform", TERRAFORM / "AKS_208" / "planned"),
    ("terraform", TERRAFORM / "AKS_704" / "planned"),
    ("terraform_plan", TERRAFORM / "AKS_208" / "planned" / "tfplan.json"),
    ("terraform_plan", TERRAFORM / "AKS_210" / "planned" / "tfplan.json"),
    ("kubernetes", KUBERNETES / "AKS_756"),
    ("kubernetes", KUBERNETES / "AKS_153"),
]
RUNNERS: dict[str, Any] = {"terraform": TerraformRunner, "terraform_plan": PlanRunner, "kubernetes": KubernetesRunner}


def said(scan: Scan) -> list[tuple[Any, ...]]:
    """All that our checks say in one scan."""
    framework, place = scan
    runner_filter = RunnerFilter(framework=[framework], checks=["AKS_*"])
    where = {"files": [str(place)]} if place.is_file() else {"root_folder": str(place)}
    report = RUNNERS[framework]().run(**where, runner_filter=runner_filter)
    return sorted(
        (r.check_id, r.file_path, r.resource, r.check_result["result"].value, r.details, r.check_result["evaluated_keys"])
        for r in (*report.passed_checks, *report.failed_checks)
    )


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns after every few instructions."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


def test_scans_in_threads(hasty_threads: None) -> None:
    checkov_aks.register()
    alone = [said(scan) for scan in SCANS]
    assert all(alone)
    barrier = Barrier(len(SCANS))

    def together(scan: Scan) -> list[tuple[Any, ...]]:
        barrier.wait()
        return said(scan)

    with ThreadPoolExecutor(len(SCANS)) as pool:
        for scan, expected, found in zip(SCANS, alone, pool.map(together, SCANS), strict=True):
            assert found == expected, scan
