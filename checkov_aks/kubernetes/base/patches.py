"""Which files hold patches: a Namespace with nothing but a label may be a whole object or a piece of one.

Only a kustomization tells, which lists its patches by path. Kustomize reads patches from its own folder and below.
https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

KUSTOMIZATIONS: Final = ("kustomization.yaml", "kustomization.yml", "Kustomization")
# In bytes; real ones have a few kilobytes.
TOO_LARGE: Final = 500_000


def is_listed_as_patch(file: str) -> bool:
    """Whether a kustomization in the folder of a file, or above, lists the file as a patch. Never raises.

    file   as Checkov names it: absolute, or relative to the current directory
    """
    path = os.path.abspath(file)
    return path in _patches(os.path.dirname(path))


@lru_cache(maxsize=10_000)
def _patches(folder: str) -> frozenset[str]:
    """The patches that are listed in a folder and those above."""
    return frozenset().union(*(_patches_of(str(place)) for place in (Path(folder), *Path(folder).parents)))


@lru_cache(maxsize=10_000)
def _patches_of(folder: str) -> frozenset[str]:
    """The patches that the kustomization of a folder lists; none where it cannot be read."""
    try:
        listed = [path for name in KUSTOMIZATIONS for path in _listed(_content(os.path.join(folder, name)))]
        return frozenset(os.path.normpath(os.path.join(folder, path)) for path in listed)
    except Exception:  # no YAML, no text, nested too deeply: whatever there may be in a file of that name
        return frozenset()


def _content(file: str) -> Any:
    if not os.path.isfile(file) or os.path.getsize(file) > TOO_LARGE:
        return None
    with open(file, encoding="utf-8") as stream:
        return yaml.safe_load(stream)


def _listed(kustomization: Any) -> Iterator[str]:
    if not isinstance(kustomization, dict):
        return
    for field in ("patches", "patchesStrategicMerge"):
        for patch in kustomization.get(field) or ():
            path = patch.get("path") if isinstance(patch, dict) else patch
            if isinstance(path, str):
                yield path
