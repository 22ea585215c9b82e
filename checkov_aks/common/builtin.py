"""Checkov's own checks, in the frameworks that ours judge."""

from __future__ import annotations

from collections.abc import Collection


def leave_out(ids: Collection[str]) -> None:
    """Take Checkov's own checks of these IDs out of Terraform and Kubernetes.

    `skip-check` would take out what ARM templates and Bicep files have under the same IDs as well, which no check of
    ours stands in for.
    """
    from checkov.common.checks_infra.registry import get_graph_checks_registry
    from checkov.terraform.checks.resource.registry import resource_registry

    for checks in resource_registry.checks.values():
        checks[:] = [check for check in checks if check.id not in ids]
    for framework in ("terraform", "kubernetes"):
        registry = get_graph_checks_registry(framework)
        registry.load_checks()
        registry.checks[:] = [check for check in registry.checks if check.id not in ids]
