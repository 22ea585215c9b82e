"""The checks that each release had, so that an upgrade adds no new failure unasked."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from packaging.version import InvalidVersion, Version

from checkov_aks import loader_dir

if TYPE_CHECKING:
    from importlib.abc import Traversable


class BaselineError(Exception):
    """There is no such baseline; the text says which there are."""


def checks_of(release: str) -> list[str]:
    """The IDs of the checks of a release; of `0.2` those of the latest 0.2.x. Raises `BaselineError`."""
    found = {
        Version(file.name.removesuffix(".yaml")): file for file in _folder().iterdir() if file.name.endswith(".yaml")
    }
    try:
        wanted = Version(release).release
    except InvalidVersion:
        wanted = ()
    fitting = [version for version in found if wanted and version.release[: len(wanted)] == wanted]
    if not fitting:
        known = ", ".join(str(version) for version in sorted(found))
        raise BaselineError(f"no baseline {release}; there are {known}")
    content: Any = yaml.safe_load(found[max(fitting)].read_text(encoding="utf-8"))
    return list(content)


def _folder() -> Traversable:
    # Installed, it lies beside the package: Checkov takes YAML files inside a folder that it is given for policies.
    clone = loader_dir().parents[1] / "baselines"
    return clone if clone.is_dir() else files("checkov_aks_baselines")
