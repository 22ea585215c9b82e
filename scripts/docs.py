"""Writes docs/checks/ from the checks, their docstrings and their fixtures, and docs/evaluation.md from its cases.

python scripts/docs.py           write the pages and the index
python scripts/docs.py --check   write nothing; exit with 1 if a page is missing, stale or left over
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import click
import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "checks"
FIXTURES = ROOT / "tests" / "fixtures"
CASE = re.compile(r'^\s*(?:resource\s+"\w+"|module)\s+"(pass|fail|unknown)_(\w+)"', re.MULTILINE)
MANIFEST_CASE = re.compile(r"^\s*name: (pass|fail|unknown)-([\w-]+)$", re.MULTILINE)
EVALUATION = ROOT / "docs" / "evaluation.md"
EVALUATION_INTRO = """# Who evaluates Terraform

Terraform itself is not there when files are scanned. tfparse, HashiCorp's HCL library, evaluates them; where it is
missing or fails, Checkov's own evaluation is read, and less of it believed. This is what each makes of the same
expression, and what a check then reads. `tests/test_evaluation.py` proves every cell, the truth by Terraform's own plan
of a module that is handed unknown values. Generated from `tests/fixtures/evaluation/cases.yaml`.

- *absent*: null, or not there. *set*: not known, and not null. *unknown*: not known, and it may be null.
- **Bold**: not true. What a witness leaves as it was, or gives as null, says nothing, and is not held against it.
- A variable without default is given: Terraform does not run without its value.

```hcl
{variables}```
"""
VERDICTS = {"pass": "Passes", "fail": "Fails", "unknown": "Not reported"}


def cases(check_id: str) -> dict[str, list[str]]:
    """The names of a check's tested cases, by what comes out."""
    found: dict[str, set[str]] = {name: set() for name in VERDICTS}
    for path in sorted(FIXTURES.glob(f"*/{check_id}/**/*.tf")):
        root = path.relative_to(FIXTURES).parts[2]
        release = root if re.match(r"v\d", root) else ""
        for verdict, name in CASE.findall(path.read_text(encoding="utf-8")):
            case = name.removeprefix(f"{release}_").replace("_", " ")
            found[verdict].add(f"{case} ({release.replace('_', ' ')})" if release else case)
    for path in sorted(FIXTURES.glob(f"*/{check_id}/**/*.yaml")):
        for verdict, name in MANIFEST_CASE.findall(path.read_text(encoding="utf-8")):
            found[verdict].add(name.replace("-", " "))
    return {VERDICTS[verdict]: sorted(names) for verdict, names in found.items() if names}


def index(entries: list[dict[str, Any]]) -> str:
    """The table of all checks, by area."""
    lines = ["# Checks", "", "One page a check: why, a failing and a passing example, the fix, links. Generated."]
    lines += ["", "[Side by side with Checkov's own checks](../comparison.md), which some of ours supersede."]
    head = ["", "| ID | Check | In | Severity | Supersedes |", "|---|---|---|---|---|"]
    for area in sorted({entry["area"] for entry in entries}):
        lines += ["", f"## {area.capitalize()}", *head]
        lines += [_row(entry) for entry in entries if entry["area"] == area]
    return "\n".join(lines) + "\n"


def _row(entry: dict[str, Any]) -> str:
    check_id, overlaps = entry["id"], ", ".join(entry["overlaps"])
    kind = {"terraform": "Terraform", "kubernetes": "manifests"}[entry["frameworks"][0]]
    return f"| [{check_id}]({check_id}.md) | {entry['title']} | {kind} | {entry['severity']} | {overlaps} |"


def evaluation() -> str:
    """The page of what Terraform, tfparse and Checkov make of the same expressions."""
    cases = yaml.safe_load((FIXTURES / "evaluation" / "cases.yaml").read_text(encoding="utf-8"))
    expressions, dynamic = cases["expressions"], cases["dynamic"]
    sections = (
        ("Expressions that somebody gets wrong", [case for case in expressions if case["wrong"]]),
        ("Expressions that nobody gets wrong", [case for case in expressions if not case["wrong"]]),
        ("How many blocks a dynamic block makes, by its `for_each`", dynamic),
    )
    lines = [EVALUATION_INTRO.replace("{variables}", cases["variables"])]
    for title, found in sections:
        lines += [f"## {title}", "", "| | Terraform | tfparse | Checkov | A check reads | without tfparse |"]
        lines += ["|---|---|---|---|---|---|", *map(_case, found), ""]
    reasons = {case["because"] for case in expressions + dynamic if "because" in case}
    lines += ["A check may read more than Terraform says before anything is applied, because", ""]
    return "\n".join([*lines, *(f"- {reason}" for reason in sorted(reasons))]) + "\n"


def _case(case: dict[str, Any]) -> str:
    told = [
        f"**{_code(case[name])}**" if name in case["wrong"] else _code(case[name]) for name in ("tfparse", "checkov")
    ]
    said = [_word(case[name]) for name in ("terraform", "ours", "alone")]
    return f"| {_code(case.get('expression') or case['for_each'])} | {said[0]} | {' | '.join((*told, *said[1:]))} |"


def _word(value: Any) -> str:
    """A value of the table: one of its words, or the value as Terraform writes it."""
    return value if value in WORDS else _code(json.dumps(value))


def _code(text: Any) -> str:
    return f"`{str(text).replace('|', BAR)}`"


WORDS = ("absent", "set", "unknown", "refused")
BAR = "\\|"


def pages() -> dict[Path, str]:
    """Every page by its path."""
    from checkov_aks.cli.catalogue import entries
    from checkov_aks.cli.pages import render

    found = entries()
    texts = {PAGES / f"{entry['id']}.md": render(entry, cases(entry["id"])) for entry in found}
    return {EVALUATION: evaluation(), PAGES / "README.md": index(found), **texts}


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--check", is_flag=True)
def main(check: bool) -> None:
    """See the module."""
    wanted = pages()
    left_over = sorted(set(PAGES.glob("*.md")) - set(wanted))
    stale = [path for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if check:
        for path in stale + left_over:
            click.echo(f"stale: {path.relative_to(ROOT)}", err=True)
        if stale or left_over:
            click.echo("run `python scripts/docs.py`", err=True)
        sys.exit(1 if stale or left_over else 0)
    PAGES.mkdir(parents=True, exist_ok=True)
    for path in left_over:
        path.unlink()
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    click.echo(f"{len(stale)} of {len(wanted)} pages written, {len(left_over)} removed")


if __name__ == "__main__":
    main()
