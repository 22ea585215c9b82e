"""Registers every pack with Checkov, or a finding that says why it could not.

Checkov executes this file once per runner, mostly in a process each: what a runner has no use for is not loaded there.
It logs and forgets what is raised here and exits with 0, so a failure to load is reported by a check of its own, which
needs nothing but Checkov and fails on every AKS cluster and workload.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path

CLUSTERS = [
    "azurerm_kubernetes_cluster",
    "azurerm_kubernetes_cluster_node_pool",
    "azurerm_kubernetes_automatic_cluster",
]
FRAMEWORKS = ["terraform", "terraform_json", "terraform_plan", "kubernetes", "helm", "kustomize"]
WORKLOADS = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob"]


def runner() -> str | None:
    """The framework of the runner that executes this file. Checkov does not tell; its frame does."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        framework = getattr(frame.f_locals.get("self"), "check_type", None)
        if isinstance(framework, str):
            return framework
    return None


# -- the package

PACKAGE = Path(__file__).resolve().parents[1]


class OwnPackage(MetaPathFinder):
    """Finds the package that this file belongs to, installed or not, without a change to the search path."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """The package, or None for any other module."""
        return spec_from_file_location(fullname, PACKAGE / "__init__.py") if fullname == PACKAGE.name else None


def load(framework: str | None) -> None:
    """Import the package and register its packs. Python's own lock makes other threads wait for the import."""
    finder = OwnPackage()
    sys.meta_path.insert(0, finder)
    try:
        import_module(PACKAGE.name).register(framework)
    finally:
        sys.meta_path.remove(finder)


# -- what if it cannot be loaded


def report(error: BaseException) -> None:
    """Register AKS_000 with the reason, so that plain Checkov is never green by accident."""
    from checkov.common.bridgecrew.severities import Severities
    from checkov.common.models.enums import CheckCategories, CheckResult
    from checkov.kubernetes.checks.resource.base_spec_check import BaseK8Check
    from checkov.runner_filter import RunnerFilter
    from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

    reason = " ".join(f"{error or type(error).__name__}".split())
    name = f"checkov-aks could not load its checks, so nothing was checked: {reason}"
    logging.error(name)

    class ClusterNotChecked(BaseResourceCheck):
        def __init__(self) -> None:
            super().__init__(
                name=name, id="AKS_000", categories=[CheckCategories.GENERAL_SECURITY], supported_resources=CLUSTERS
            )
            self.severity = Severities["CRITICAL"]  # type: ignore[assignment]

        def scan_resource_conf(self, conf):  # type: ignore[no-untyped-def]
            self.details = [reason]
            return CheckResult.FAILED

    class WorkloadNotChecked(BaseK8Check):
        def __init__(self) -> None:
            super().__init__(
                name=name, id="AKS_000", categories=[CheckCategories.GENERAL_SECURITY], supported_entities=WORKLOADS
            )
            self.severity = Severities["CRITICAL"]  # type: ignore[assignment]

        def scan_spec_conf(self, conf):  # type: ignore[no-untyped-def]
            return CheckResult.FAILED

    RunnerFilter.notify_external_check("AKS_000")
    ClusterNotChecked()
    WorkloadNotChecked()


try:
    if (framework := runner()) is None or framework in FRAMEWORKS:
        load(framework)
except BaseException as error:  # SystemExit too: Checkov would end with 0 and no results at all
    report(error)
