"""Compliant manifests and what is done to them, as `mutations` does it to Terraform."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from checkov_aks.common.registry import registered
from checkov_aks.kubernetes.base.checks import KubernetesCheck
from tests import mutilation
from tests.mutations import FOLDER, UNRESOLVED, Verdicts

COMPLIANT = FOLDER / "manifests"
TABLE = yaml.safe_load((FOLDER / "manifests.yaml").read_text(encoding="utf-8"))
CHECKS: dict[str, list[dict[str, Any]]] = TABLE["checks"]
ENTRIES = [(id_, number, entry) for id_, entries in CHECKS.items() for number, entry in enumerate(entries)]
IDS = {id_: item.check for id_, item in registered().items() if isinstance(item.check, KubernetesCheck)}
PLACEHOLDER = "${X}"

Objects = dict[str, Any]
"""Objects by kind and name."""


def read(folder: Path = COMPLIANT) -> Objects:
    """The objects of a folder."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.yaml")))
    return {name_of(thing): thing for text in texts for thing in yaml.safe_load_all(text)}


def name_of(thing: Mapping[str, Any]) -> str:
    """Kind and name of an object."""
    return f"{thing['kind']}/{thing['metadata']['name']}"


def edited(objects: Objects, edits: Mapping[str, Any]) -> Objects:
    """A copy with other values at some paths; null takes out what is there."""
    copy: Any = deepcopy(objects)
    for path, value in edits.items():
        *outer, last = (int(step) if step.isdigit() else step for step in path.split(" "))
        inside = copy
        for step in outer:
            inside = inside[step] if isinstance(step, int) else inside.setdefault(step, {})
        if value is None:
            del inside[last]
        else:
            inside[last] = PLACEHOLDER if value == UNRESOLVED else value
    return copy  # type: ignore[no-any-return]


def judged(objects: Objects) -> Verdicts:
    """What all checks say of the objects of one scan."""
    scan = mutilation.scan(list(objects.values()))
    names = {manifest.number: name for manifest, name in zip(scan.manifests, objects, strict=True)}
    found = {
        (id_, names[manifest.number]): check.judge(manifest, scan).outcome.value
        for id_, check in IDS.items()
        for manifest in scan.manifests
    }
    return {at: outcome for at, outcome in found.items() if outcome != "UNKNOWN"}
