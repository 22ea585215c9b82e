"""Checkov checks for Azure Kubernetes Service.

Importing this package imports neither Checkov nor a check: it loads about seventeen times in one `checkov -d .`.
"""

from __future__ import annotations

from pathlib import Path

__version__ = "0.4.0"

__all__ = ["__version__", "loader_dir", "register"]


def register(framework: str | None = None) -> tuple[str, ...]:
    """Register every check of every installed pack with Checkov, once per process.

    framework   only packs that have to do with one of Checkov's frameworks, as `terraform_plan`; None for all

    Returns the IDs of the registered checks, sorted. Safe to call from several threads and more than once.
    Raises `checkov_aks.common.registry.RegistrationError` if a pack cannot be loaded or is incomplete, if an ID is
    taken, and `checkov_aks.common.settings.SettingsError` if the settings file is wrong.
    """
    from checkov_aks.common.registry import register as register_packs

    return register_packs(framework)


def loader_dir() -> Path:
    """The folder to pass to `checkov --external-checks-dir`."""
    return Path(__file__).resolve().parent / "loader"
