"""Lets findings in manifests say why, and how to fix it, as those in Terraform do.

Checkov's runners for manifests make their records without details. Here they are taken from the result of our checks;
if Checkov's runners change, the findings come without.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from checkov.common.models.enums import CheckResult

from checkov_aks.common.wrapping import wrap

KEY: Final = "details"


def show_details() -> None:
    """Make Checkov's records of manifests carry the details of our checks. Doing it again changes nothing."""
    from checkov.kubernetes import runner as kubernetes
    from checkov.kustomize import runner as kustomize

    for module in (kubernetes, kustomize):
        wrap(module, "Record", _record)
        wrap(module, "create_check_result", _result_of_graph)


def _record(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make, updated=())
    def record(*args: Any, **kwargs: Any) -> Any:
        result = kwargs.get("check_result")
        details = result.pop(KEY, None) if isinstance(result, dict) else None
        made = make(*args, **kwargs)
        if details:
            made.details = details
        return made

    return record


def _result_of_graph(clean: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(clean)
    def create_check_result(check_result: Any, *args: Any, **kwargs: Any) -> Any:
        result = clean(check_result, *args, **kwargs)
        details = check_result["entity"].get(KEY)
        if details and result.get("result") is CheckResult.FAILED:
            result[KEY] = details
        return result

    return create_check_result
