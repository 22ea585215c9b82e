"""Compliant deployments and what is done to them: each practice broken, unresolved, respelled.

A deployment is read from HCL, changed as data, and written as HCL again. A path names a setting by the name of its
resource, the blocks around it and its own name, as azurerm 4 spells them: `aks/default_node_pool/zones`,
`guard/security_rule[1]/access`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hcl2
import pytest
import yaml
from checkov.common.output.report import Report
from checkov.runner_filter import RunnerFilter
from checkov.terraform.runner import Runner
from hcl2 import api
from hcl2.parser import hcl2 as parser

import checkov_aks

FOLDER = Path(__file__).parent / "fixtures" / "mutations"
TABLE: dict[str, Any] = yaml.safe_load((FOLDER / "terraform.yaml").read_text(encoding="utf-8"))
CHECKS: dict[str, list[dict[str, Any]]] = TABLE["checks"]
VERSIONS = ("v2", "v3", "v4", "v5")

# Attributes that are maps: the parser shows them as it shows blocks.
MAPS = {"node_labels"}
# Written for a value that nobody knows.
UNRESOLVED = "?"
UNSET = "${var.unset}"
OUTCOMES = {"broken": "FAILED", "unresolved": "UNKNOWN"}

Body = dict[str, Any]
Verdicts = dict[tuple[str, str], str]
"""What the checks say, by check and resource. UNKNOWN is not said, so it is not there."""


@dataclass
class Deployment:
    """Resources by name: each its type, and its body with blocks as lists of bodies."""

    types: dict[str, str]
    bodies: dict[str, Body]

    @classmethod
    def read(cls, version: str) -> Deployment:
        """The compliant deployment, as one major version of azurerm spells it."""
        content = hcl2.loads((FOLDER / version / "deployment.tf").read_text(encoding="utf-8"))  # type: ignore[attr-defined]
        blocks = [(type_, *named.popitem()) for block in content["resource"] for type_, named in block.items()]
        return cls({name: type_ for type_, name, _ in blocks}, {name: _plain(body) for _, name, body in blocks})

    def edited(self, edits: Mapping[str, Any]) -> Deployment:
        """A copy with other values at some paths; null takes out what is there."""
        copy = deepcopy(self)
        for path, value in edits.items():
            copy._set(path.split("/"), value)
        return copy

    def _set(self, steps: list[str], value: Any) -> None:
        name, *inner = steps
        if inner:
            _set(self.bodies[name], inner, value)
        elif value == UNRESOLVED:
            self.bodies[name]["count"] = UNSET
        elif value is None:
            del self.types[name], self.bodies[name]
        else:
            self.types[name] = value["type"]
            self.bodies[name] = {key: block_of(key, given) for key, given in value.items() if key != "type"}

    def files(self) -> dict[str, str]:
        """The resources as HCL, a file each, so that what is the same in all mutants is parsed once."""
        return {
            f"{name}.tf": f'resource "{self.types[name]}" "{name}" {{\n{_written(body)}}}\n'
            for name, body in self.bodies.items()
        }


def _plain(body: Mapping[str, Any]) -> Body:
    """A body without the parser's wrapping."""
    found: Body = {}
    for name, value in body.items():
        if not name.startswith("__"):
            is_blocks = isinstance(value[0], dict) and name not in MAPS
            found[name] = [_plain(block) for block in value] if is_blocks else value[0]
    return found


def block_of(name: str, value: Any) -> Any:
    """A value of the table as it stands in a body: mappings are blocks."""
    if isinstance(value, dict) and name not in MAPS:
        value = [value]
    if is_blocks(value):
        return [{key: block_of(key, given) for key, given in block.items()} for block in value]
    return value


def is_blocks(value: Any) -> bool:
    """Whether a value in a body is blocks, not an attribute."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _set(body: Body, steps: list[str], value: Any) -> None:
    name, _, index = steps[0].rstrip("]").partition("[")
    if len(steps) > 1:
        _set(body.setdefault(name, [{}])[int(index or 0)], steps[1:], value)
    elif value is None:
        if index:
            del body[name][int(index)]
        else:
            body.pop(name, None)
    elif index:
        body[name][int(index)] = value
    elif value != UNRESOLVED:
        body[name] = block_of(name, value)
    elif is_blocks(body.get(name)):
        body[f'dynamic "{name}"'] = [{"for_each": UNSET, "content": [block]} for block in body.pop(name)]
    else:
        body[name] = UNSET


def _written(body: Mapping[str, Any]) -> str:
    lines = []
    for name, value in body.items():
        if is_blocks(value):
            lines += [f"{name} {{\n{_written(block)}}}\n" for block in value]
        else:
            lines.append(f"{name} = {expression(value)}\n")
    return "".join(lines)


def expression(value: Any) -> str:
    """A value as HCL. A text is written as it is, escapes and all; one that is nothing but `${...}` loses that."""
    if isinstance(value, str):
        return value[2:-1] if re.fullmatch(r"\$\{[^$]*\}", value) else f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(expression, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{expression(key)} = {expression(item)}' for key, item in value.items())} }}"
    return json.dumps(value)


@dataclass(frozen=True)
class Mutation:
    """What is done to a deployment, and what must come of it.

    changes   verdicts that become others; what they were about may be gone
    alone     it shares a deployment with no other
    """

    name: str
    edits: Mapping[str, Any]
    changes: Mapping[tuple[str, str], str]
    alone: bool = False

    def is_apart_from(self, other: Mutation) -> bool:
        """Whether neither changes what the other does, or what comes of it."""
        pairs = [(_steps(one), _steps(two)) for one in self.edits for two in other.edits]
        is_around = any(one[: len(two)] == two or two[: len(one)] == one for one, two in pairs)
        return not (self.alone or other.alone or is_around or set(self.changes) & set(other.changes))


def _steps(path: str) -> list[str]:
    return re.split(r"[ /]", _without_index(path))


def _without_index(path: str) -> str:
    return re.sub(r"\[\d+\]", "", path)


Entries = Iterable[tuple[str, int, Mapping[str, Any]]]
"""Rows of a table: the check, the row's number among those of the check, and what it says."""


def mutations(entries: Entries, kind: str) -> list[Mutation]:
    """Every mutation of a kind, `broken` or `unresolved`, where the table does not say why there is none."""
    return [
        Mutation(f"{check_id}-{number}", _edits(entry, kind), _changes(entry, check_id, kind), "alone" in entry)
        for check_id, number, entry in entries
        if not isinstance(entry.get(kind), str)
    ]


def respellings(entries: Entries) -> list[Mutation]:
    """Every respelling: nothing may change."""
    return [
        Mutation(f"{check_id}-{number}-{index}", edits, {})
        for check_id, number, entry in entries
        for index, edits in enumerate(entry.get("respelled", ()))
    ]


def _edits(entry: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    return entry.get(kind) or dict.fromkeys(entry["broken"], UNRESOLVED)


def _changes(entry: Mapping[str, Any], check_id: str, kind: str) -> dict[tuple[str, str], str]:
    first, has_steps, _ = next(iter(entry["broken"])).partition(" ")
    where = entry.get("where") or (first if has_steps else first.partition("/")[0])
    others = (text.split() for text in (*entry.get("also", {}), *entry.get(f"{kind}_also", {})))
    return {(check_id, where): OUTCOMES[kind]} | {(other, name): verdict for other, name, verdict in others}


def entries_of(version: str) -> list[tuple[str, int, Mapping[str, Any]]]:
    """The rows for Terraform that a version of azurerm allows, as it spells them."""
    rows = ((id_, number, entry) for id_, entries in CHECKS.items() for number, entry in enumerate(entries))
    return [
        (id_, number, _in_version({**entry, **entry.get(version, {})}, version))
        for id_, number, entry in rows
        if version not in entry.get("without", {})
    ]


def _in_version(entry: Mapping[str, Any], version: str) -> Mapping[str, Any]:
    respelled = [spelled(edits, version) for edits in entry.get("respelled", ())]
    kinds = [kind for kind in OUTCOMES if isinstance(entry.get(kind), dict)]
    edits = {kind: spelled(entry[kind], version) for kind in kinds}
    return {**entry, **edits, "respelled": respelled}


def spelled(edits: Mapping[str, Any], version: str) -> dict[str, Any]:
    """Edits with the paths of a version."""
    names = TABLE["spellings"].get(version, {})

    def path_of(path: str) -> str:
        bare = _without_index(path)
        known = max((name for name in names if f"{bare}/".startswith(f"{name}/")), key=len, default="")
        # Indices lie behind what is renamed, at its end.
        return names[known] + path[len(known) :] if known else path

    return {path_of(path): value for path, value in edits.items()}


def batches(found: Iterable[Mutation], size: int) -> list[list[Mutation]]:
    """Mutations together that have nothing to do with one another, at most so many."""
    gathered: list[list[Mutation]] = []
    for mutation in found:
        open_ = (batch for batch in gathered if len(batch) < size)
        free = (batch for batch in open_ if all(mutation.is_apart_from(other) for other in batch))
        batch = next(free, None)
        if batch is None:
            gathered.append([mutation])
        else:
            batch.append(mutation)
    return gathered


def expected(base: Verdicts, left: Collection[str], changes: Mapping[tuple[str, str], str]) -> Verdicts:
    """What the checks must say of what is left of a deployment."""
    found = {**base, **changes}
    return {at: outcome for at, outcome in found.items() if outcome != "UNKNOWN" and at[1] in left}


def differences(found: Verdicts, wanted: Verdicts, *, is_less_enough: bool = False) -> list[str]:
    """Where two sets of verdicts differ, in words."""
    return [
        f"{check_id} on {name}: {found.get((check_id, name), 'UNKNOWN')}, not {wanted.get((check_id, name), 'UNKNOWN')}"
        for check_id, name in sorted({**found, **wanted})
        if found.get((check_id, name)) != wanted.get((check_id, name))
        and not (is_less_enough and (check_id, name) not in found)
    ]


def together(deployment: Deployment, batch: Iterable[Mutation]) -> Deployment:
    """The deployment with everything done to it that a batch does."""
    for mutation in batch:
        deployment = deployment.edited(mutation.edits)
    return deployment


def judged(roots: Mapping[str, Mapping[str, str]], directory: Path) -> dict[str, Verdicts]:
    """What all checks say of some root modules, given by their files, in one scan."""
    for root, files in roots.items():
        for name, text in files.items():
            path = directory / root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    checkov_aks.register()
    report = Runner().run(str(directory), runner_filter=RunnerFilter(framework=["terraform"], checks=["AKS_*"]))
    assert isinstance(report, Report)
    assert report.parsing_errors == []
    return verdicts(report, roots)


def verdicts(report: Report, roots: Iterable[str]) -> dict[str, Verdicts]:
    """What a report says, by the first folder of a file's path."""
    found: dict[str, Verdicts] = {root: {} for root in roots}
    for outcome, records in (("PASSED", report.passed_checks), ("FAILED", report.failed_checks)):
        for record in records:
            name = re.sub(r"\[[^\]]*\]", "", record.resource).rpartition(".")[2]
            root = found[record.file_path.split("/")[1].removesuffix(".json")]
            assert (record.check_id, name) not in root, "two verdicts on one resource"
            root[record.check_id, name] = outcome
    return found


def without_reparsing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text is parsed once: most files of most mutants are the same."""
    parse = lru_cache(maxsize=None)(parser.parse)
    monkeypatch.setattr(api, "hcl2", SimpleNamespace(parse=lambda text: deepcopy(parse(text))))
