"""The registered checks, as the commands show them."""

from __future__ import annotations

import inspect
import sys
from typing import Any, NoReturn

import click

from checkov_aks import kubernetes, terraform
from checkov_aks.cli.builtin import unloaded

ALL_FRAMEWORKS = terraform.FRAMEWORKS + kubernetes.FRAMEWORKS


def trouble(message: object) -> NoReturn:
    """Say what is wrong on standard error and exit with 2."""
    click.echo(f"checkov-aks: {message}", err=True)
    sys.exit(2)


def entries() -> list[dict[str, Any]]:
    """Every registered check that declares itself, ordered by ID. Exits with 2 if the packs cannot be loaded."""
    from checkov_aks import register
    from checkov_aks.common.registry import RegistrationError, registered
    from checkov_aks.common.settings import SettingsError

    try:
        with unloaded():
            register()
        return [_entry(item) for _, item in sorted(registered().items()) if hasattr(item.check, "info")]
    except (RegistrationError, SettingsError) as error:
        trouble(error)


def _entry(item: Any) -> dict[str, Any]:
    info = item.check.info
    return {
        "id": info.id,
        "name": item.name,
        "title": info.title,
        "severity": info.severity.value,
        "area": item.area,
        "frameworks": list((terraform if item.check.block_type == "resource" else kubernetes).FRAMEWORKS),
        "resources": list(item.check.supported_entities),
        "guide": info.guide,
        "learn": info.learn_url,
        "overlaps": list(info.overlaps),
        "fix": info.fix,
        "why": info.why,
        "documentation": inspect.cleandoc(type(item.check).__doc__ or ""),
    }
