"""Checkov's JSON, as far as a report needs it."""

# No annotations as texts: pydantic looks their names up in `sys.modules`, where Checkov, which executes every file of a
# folder that it is given in several threads, may have put another module of that name.

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ValidationError

from checkov_aks.report.texts import visible

AREAS = ("identity", "network", "protection", "secrets", "monitoring", "nodes", "storage", "availability", "cost")
SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO", "NONE")
OWN = "AKS_"
FIX = "Fix: "

Text = Annotated[str, BeforeValidator(visible)]


class ReportError(Exception):
    """The results cannot be read; the text says why."""


class Status(str, Enum):
    """What became of a check on a resource."""

    FAILED = "failed"
    SUPPRESSED = "suppressed"
    PASSED = "passed"


LISTS = {
    "failed_checks": Status.FAILED,
    "skipped_checks": Status.SUPPRESSED,
    "passed_checks": Status.PASSED,
}


class _Outcome(BaseModel):
    suppress_comment: Text | None = None


class _Record(BaseModel):
    check_id: Text
    check_name: Text | None = None
    check_class: Text | None = None
    check_result: _Outcome = _Outcome()
    resource: Text
    file_path: Text = ""
    file_abs_path: Text | None = None
    repo_file_path: Text | None = None
    caller_file_path: Text | None = None
    file_line_range: list[int] | None = None
    severity: Text | None = None
    guideline: Text | None = None
    details: list[Text] | None = None
    breadcrumbs: dict[str, Any] | None = None


@dataclass(frozen=True)
class Result:
    """What one check said of one resource.

    path    file of the resource, relative to the working directory of the scan where it lies below
    root    folder of the Terraform root that the resource belongs to, or its plan file; folder of a manifest
    lines   first and last line, none where Checkov does not know them
    reason  why it failed, with code marks
    """

    check_id: str
    title: str
    area: str
    severity: str
    status: Status
    framework: str
    resource: str
    path: str
    root: str
    lines: tuple[int, int] | None
    reason: str
    fix: str
    learn: str
    comment: str

    @property
    def place(self) -> str:
        """`file:line`."""
        return f"{self.path}:{self.lines[0]}" if self.lines else self.path

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays the same from scan to scan."""
        return self.check_id, self.resource, self.path


@dataclass(frozen=True)
class Results:
    """What was read: results in a fixed order, and files that Checkov could not parse."""

    results: tuple[Result, ...]
    unreadable: tuple[str, ...]


def read(text: str, source: str, catalogue: Mapping[str, Mapping[str, Any]]) -> Results:
    """The results of our checks, and of those of other packs, in what `checkov -o json` wrote.

    `source` names the text in errors; `catalogue` describes the registered checks by ID. Raises `ReportError`.
    """
    found: list[Result] = []
    unreadable: set[str] = set()
    for report in _reports(text, source):
        framework = visible(str(report.get("check_type", "")))
        lists = report.get("results")
        if not isinstance(lists, dict):
            continue
        _refuse_without_passed(report, lists, source)
        unreadable |= {visible(name) for name in lists.get("parsing_errors") or [] if isinstance(name, str)}
        for name, status in LISTS.items():
            for record in lists.get(name) or []:
                if isinstance(record, dict) and _is_ours(record.get("check_id"), catalogue):
                    found.append(_result(_validated(record, source), status, framework, catalogue))
    found.sort(key=lambda result: (result.path, result.lines or (0, 0), result.resource, result.check_id))
    return Results(tuple(dict.fromkeys(found)), tuple(sorted(unreadable)))


def _reports(text: str, source: str) -> Iterator[dict[str, Any]]:
    """Checkov writes one report, a list of them, or its summary if there is none; once for each folder."""
    decoder = json.JSONDecoder()
    position = 0
    text = text.removeprefix("\ufeff").strip()
    if not text:
        raise ReportError(f"{source} is empty; expected the output of `checkov -o json`")
    while position < len(text):
        try:
            document, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            raise ReportError(f"{source} is not JSON: {error}; expected the output of `checkov -o json`") from error
        while position < len(text) and text[position].isspace():
            position += 1
        for report in document if isinstance(document, list) else [document]:
            if not isinstance(report, dict) or not ("results" in report or "checkov_version" in report):
                raise ReportError(f"{source} is JSON, but not the output of `checkov -o json`")
            yield report


def _refuse_without_passed(report: dict[str, Any], lists: dict[str, Any], source: str) -> None:
    summary = report.get("summary")
    if isinstance(summary, dict) and summary.get("passed") and not lists.get("passed_checks"):
        raise ReportError(f"{source} lacks what passed, so there is no score: run Checkov without --quiet")


def _is_ours(check_id: object, catalogue: Mapping[str, Any]) -> bool:
    return isinstance(check_id, str) and (check_id.startswith(OWN) or check_id in catalogue)


def _validated(record: dict[str, Any], source: str) -> _Record:
    try:
        return _Record.model_validate(record)
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(str(part) for part in problem["loc"])
        raise ReportError(f"{source}: a result of {visible(record['check_id'])}: `{key}`: {problem['msg']}") from error


def _result(record: _Record, status: Status, framework: str, catalogue: Mapping[str, Mapping[str, Any]]) -> Result:
    entry = catalogue.get(record.check_id, {})
    details = record.details or []
    fixes = [line.removeprefix(FIX) for line in details if line.startswith(FIX)]
    reasons = [line for line in details if not line.startswith(FIX)]
    guideline = record.guideline or ""
    first, last = (record.file_line_range or [0, 0])[:2] if len(record.file_line_range or []) >= 2 else (0, 0)
    severity = (record.severity or entry.get("severity") or "").upper()
    path = _path(record, framework)
    return Result(
        check_id=record.check_id,
        title=record.check_name or record.check_id,
        area=entry.get("area") or _area(record.check_class),
        severity=severity if severity in SEVERITIES else "NONE",
        status=status,
        framework=framework,
        resource=record.resource,
        path=path,
        root=_root(record, framework, path),
        lines=(first, last) if first > 0 else None,
        reason=" ".join(reasons) if status is Status.FAILED else "",
        fix=(fixes or [entry.get("fix") or ""])[0],
        learn=guideline if guideline.startswith("https://") else "",
        comment=record.check_result.suppress_comment or "",
    )


def _area(check_class: str | None) -> str:
    """The folder of a check that is not installed here."""
    parts = (check_class or "").split(".")
    return parts[-2] if len(parts) > 1 and parts[-2] in AREAS else "other"


def _path(record: _Record, framework: str) -> str:
    path, inside = record.repo_file_path or record.file_path, record.file_path
    if framework == "kustomize" and not (record.file_abs_path or "").endswith(inside):
        # What Kustomize built lies in a temporary folder; here the other path is the real one.
        return _relative(inside)
    prefix = path.removesuffix(inside)
    if framework == "kubernetes" and prefix and inside.startswith(f"{prefix}/") and not Path(_local(path)).exists():
        # Checkov puts a relative folder of manifests before their path twice.
        return _local(inside)
    return path if path == record.file_abs_path else _local(path)


def _relative(path: str) -> str:
    here = f"{Path.cwd().as_posix()}/"
    return path.removeprefix(here)


def _local(path: str) -> str:
    return path.removeprefix("/")


def _root(record: _Record, framework: str, path: str) -> str:
    """Where the root module is that calls the resource's module. Checkov tells it as another file of the same tree."""
    if framework == "terraform_plan" and not path.endswith(".tf"):
        return path
    folder = _folder(path)
    if not record.resource.startswith("module."):
        return folder
    calls = (record.breadcrumbs or {}).get("source_module_")
    first = calls[0] if isinstance(calls, list) and calls else None
    called_from = first.get("path") if isinstance(first, dict) else None
    before = (record.file_abs_path or "").removesuffix(path)
    if isinstance(called_from, str) and before and called_from.startswith(before):
        return _folder(visible(called_from).removeprefix(before))
    if record.caller_file_path:
        return _folder(_local((record.repo_file_path or "").removesuffix(record.file_path) + record.caller_file_path))
    return folder


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "."
