"""Writes docs/comparison.md: Checkov's own checks and ours on the same inputs.

python scripts/compare.py           write the page
python scripts/compare.py --check   write nothing; exit with 1 if the page is stale

The inputs, who is right on each and why are in tests/fixtures/comparison/, a file a check of Checkov's. The verdicts
are what Checkov's runners report. They depend on its version, which the page names; on another one --check exits
with 2.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal

# Checkov looks for a newer release while it is imported.
os.environ.setdefault("CKV_SKIP_PACKAGE_UPDATE_CHECK", "True")

import click
import yaml
from pydantic import BaseModel, ConfigDict, model_validator

if TYPE_CHECKING:
    from checkov.common.output.report import Report

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "comparison.md"
DATA: Final = ROOT / "tests" / "fixtures" / "comparison"
PLANNED: Final = DATA / "known_after_apply" / "planned"
MADE_WITH: Final = re.compile(r"^Made with Checkov (\S+)\.", re.MULTILINE)

Verdict = Literal["fails", "passes", "-"]

VERSIONS: Final = """\
terraform {{
  required_providers {{
    azurerm = {{
      source  = "hashicorp/azurerm"
      version = "{}"
    }}
  }}
}}
"""


class Case(BaseModel):
    """One input. Exactly one of `input`, `files`, `manifest` and `planned` is given.

    input     the only Terraform file
    files     Terraform files by path
    manifest  Kubernetes objects
    planned   the address of a resource in PLANNED, the only one there that the checks look at
    azurerm   the version constraint of the provider
    instead   a check of ours that reports the input where the one that is compared does not
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    right: Literal["both", "ours", "Checkov's"]
    why: str
    input: str | None = None
    files: dict[str, str] | None = None
    manifest: str | None = None
    planned: str | None = None
    azurerm: str | None = None
    instead: str | None = None

    @model_validator(mode="after")
    def _is_one_input(self) -> Case:
        if sum(given is not None for given in (self.input, self.files, self.manifest, self.planned)) != 1:
            raise ValueError("give one of input, files, manifest, planned")
        return self

    @property
    def texts(self) -> dict[str, str]:
        """The files of the input by path; none for a plan, which is there already."""
        if self.manifest is not None:
            return {"manifest.yaml": self.manifest}
        found = dict(self.files or {})
        if self.input is not None:
            found["main.tf"] = self.input
        return found


class Comparison(BaseModel):
    """A check of Checkov's, the check of ours to compare it with, and the inputs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    builtin: str
    ours: str
    about: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Row:
    """What came out for one input."""

    case: Case
    builtin: Verdict
    ours: Verdict
    instead: Verdict

    @property
    def kind(self) -> str:
        """What the input shows, as the page counts it."""
        if self.builtin == self.ours:
            return "agree"
        if self.case.right == "Checkov's":
            return "Checkov's"
        if self.ours == "fails":
            return "missed"
        return "false alarm" if (self.builtin, self.ours) == ("fails", "passes") else "unproven"

    @property
    def is_gone(self) -> bool:
        """Whether a failure that Checkov's reports is not judged by ours."""
        return (self.builtin, self.ours) == ("fails", "-")


class Kept(BaseModel):
    """Checks of Checkov's own that none of ours supersedes: what they are about, and why they stay."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ids: tuple[str, ...]
    about: str
    why: str


def load() -> list[Comparison]:
    """Every comparison, by ID. Raises `pydantic.ValidationError` for a wrong file."""
    found = []
    for path in sorted(DATA.glob("CKV*.yaml"), key=lambda path: _order(path.stem)):
        found.append(Comparison(builtin=path.stem, **yaml.safe_load(path.read_text(encoding="utf-8"))))
    return found


def _order(id_: str) -> tuple[str, int]:
    name, _, number = id_.rpartition("_")
    return name, int(number)


def folder_of(comparison: Comparison, case: Case) -> str:
    """The folder of an input."""
    return f"{comparison.builtin}/{comparison.cases.index(case)}"


def write_inputs(place: Path, comparisons: Iterable[Comparison]) -> None:
    """Write every input into a folder of its own, which is a root module or holds manifests."""
    for comparison in comparisons:
        for case in comparison.cases:
            texts = case.texts | ({"versions.tf": VERSIONS.format(case.azurerm)} if case.azurerm else {})
            for name, text in texts.items():
                path = place / folder_of(comparison, case) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")


def judge(comparisons: Iterable[Comparison]) -> dict[str, list[Row]]:
    """What Checkov's runners report of every input, by Checkov's ID."""
    import checkov_aks

    checkov_aks.register()
    found: dict[str, list[Row]] = {}
    with TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        for comparison in comparisons:
            write_inputs(place, [comparison])
            found[comparison.builtin] = [_row(place, comparison, case) for case in comparison.cases]
    return found


def _row(place: Path, comparison: Comparison, case: Case) -> Row:
    """The verdicts on one input. Each is a scan of its own: in one scan, Checkov's own mix up what has one name."""
    from checkov.kubernetes.runner import Runner as KubernetesRunner
    from checkov.runner_filter import RunnerFilter
    from checkov.terraform.plan_runner import Runner as PlanRunner
    from checkov.terraform.runner import Runner

    runner = PlanRunner() if case.planned else KubernetesRunner() if case.manifest else Runner()
    folder = PLANNED if case.planned else place / folder_of(comparison, case)
    ids = [id_ for id_ in (comparison.builtin, comparison.ours, case.instead) if id_]
    report: Any = runner.run(str(folder), runner_filter=RunnerFilter(framework=[runner.check_type], checks=ids))
    if report.parsing_errors:
        raise ValueError(f"{comparison.builtin}, {case.name}: Checkov cannot read the input")
    return Row(case, *(_verdict(report, id_) for id_ in (comparison.builtin, comparison.ours, case.instead)))


def _verdict(report: Report, id_: str | None) -> Verdict:
    """The worst that a check reports."""
    if any(record.check_id == id_ for record in report.failed_checks):
        return "fails"
    return "passes" if any(record.check_id == id_ for record in report.passed_checks) else "-"


def page(comparisons: list[Comparison], rows: Mapping[str, list[Row]]) -> str:
    """The page as Markdown."""
    import checkov.version
    import jinja2

    from checkov_aks.cli.catalogue import entries

    found = {entry["id"]: entry for entry in entries()}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("comparison.md.j2").render(
        version=checkov.version.version,
        comparisons=comparisons,
        rows=rows,
        counts={id_: Counter(row.kind for row in of) for id_, of in rows.items()},
        entries=found,
        superseded={id_ for entry in found.values() for id_ in entry["overlaps"]},
        block=_planned_block,
        kept=kept(),
    )


def _planned_block(address: str) -> str:
    """A resource of PLANNED as it is written."""
    type_, name = address.split(".")
    text = (PLANNED / "main.tf").read_text(encoding="utf-8")
    found = re.search(rf'^resource "{type_}" "{name}" {{.*?^}}\n', text, re.MULTILINE | re.DOTALL)
    assert found, address
    return found[0]


def kept() -> list[Kept]:
    """Checkov's own checks near ours that stay. Raises `pydantic.ValidationError` for a wrong file."""
    return [Kept(**entry) for entry in yaml.safe_load((DATA / "kept.yaml").read_text(encoding="utf-8"))]


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--check", is_flag=True)
def main(check: bool) -> None:
    """See the module."""
    import checkov.version

    old = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    made_with = MADE_WITH.search(old)
    if check and made_with and made_with[1] != checkov.version.version:
        click.echo(f"the page was made with Checkov {made_with[1]}, this is {checkov.version.version}", err=True)
        sys.exit(2)
    comparisons = load()
    new = page(comparisons, judge(comparisons))
    if check and new != old:
        click.echo(f"stale: {PAGE.relative_to(ROOT)}\nrun `python scripts/compare.py`", err=True)
        sys.exit(1)
    if not check:
        PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    # One of Checkov's own checks stumbles over an input, and says so at length.
    logging.disable()
    main()
