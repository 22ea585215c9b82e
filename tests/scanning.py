"""Runs Checkov's own runner in this process and tells what our checks said."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from checkov.kubernetes.runner import Runner as KubernetesRunner
from checkov.runner_filter import RunnerFilter
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform.runner import Runner

import checkov_aks

FIXTURES = Path(__file__).parent / "fixtures"
# Whether the tests run without tfparse: `pytest --without-tfparse`.
HIDDEN = find_spec("tfparse") is None


def assert_said(found: set[str], wanted: set[str]) -> None:
    """All that is wanted is found, and nothing else; where tfparse is hidden, less will do."""
    assert found <= wanted, f"too much: {sorted(found - wanted)}"
    assert HIDDEN or found == wanted, f"missing: {sorted(wanted - found)}"


@dataclass
class Findings:
    """Resource addresses by result, all addresses that were seen, and files that did not parse."""

    passed: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    parsing_errors: list[str] = field(default_factory=list)
    details: dict[str, list[str]] = field(default_factory=dict)
    evaluated_keys: dict[str, list[str]] = field(default_factory=dict)


def scan(directory: Path, check_id: str) -> Findings:
    """What one check says of a folder of Terraform files."""
    checkov_aks.register()
    runner = Runner()
    report = runner.run(str(directory), runner_filter=RunnerFilter(framework=["terraform"], checks=[check_id]))
    assert not isinstance(report, list)
    found = Findings(parsing_errors=report.parsing_errors)
    for records, addresses in ((report.passed_checks, found.passed), (report.failed_checks, found.failed)):
        addresses |= {record.resource for record in records}
        found.details |= {record.resource: record.details for record in records}
        found.evaluated_keys |= {record.resource: record.check_result["evaluated_keys"] for record in records}
    found.seen = {resource.rpartition(":")[2] for resource in report.resources}
    return found


def scan_plan(file: Path, check_id: str) -> Findings:
    """What one check says of a plan file."""
    checkov_aks.register()
    report = PlanRunner().run(
        files=[str(file)], runner_filter=RunnerFilter(framework=["terraform_plan"], checks=[check_id])
    )
    assert not isinstance(report, list)
    return Findings({r.resource for r in report.passed_checks}, {r.resource for r in report.failed_checks})


def scan_text(directory: Path, text: str, check_id: str) -> Findings:
    """What one check says of one file with that text."""
    (directory / "main.tf").write_text(text, encoding="utf-8")
    return scan(directory, check_id)


def scan_manifests(place: Path | list[Path], check_id: str) -> Findings:
    """What one check says of the manifests in a folder and below, or of some files. Addresses are `file:ID`."""
    checkov_aks.register()
    runner_filter = RunnerFilter(framework=["kubernetes"], checks=[check_id])
    folder, files = (None, [str(file) for file in place]) if isinstance(place, list) else (str(place), None)
    report = KubernetesRunner().run(root_folder=folder, files=files, runner_filter=runner_filter)
    assert not isinstance(report, list)
    found = Findings(seen=set(report.resources))
    for records, addresses in ((report.passed_checks, found.passed), (report.failed_checks, found.failed)):
        for record in records:
            address = f"{record.file_abs_path}:{record.resource}"
            assert address not in addresses, f"{address} is there twice"
            addresses.add(address)
            found.details[address] = record.details
    return found
