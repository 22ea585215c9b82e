"""Checkov's JSON, made by hand, and the command `checkov-aks report` as users run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from checkov_aks.cli.catalogue import entries
from checkov_aks.report.model import Result, Status, read
from checkov_aks.report.overview import Overview

ROOT = Path(__file__).parents[1]
LISTS = {Status.PASSED: "passed_checks", Status.FAILED: "failed_checks", Status.SUPPRESSED: "skipped_checks"}
CATALOGUE = {entry["id"]: entry for entry in entries()}

HOSTILE = (
    '<script>document.title="owned"</script>',
    '"><img src=x onerror="document.title=1">',
    "' onload='document.title=1",
    "a|b`c``d|```",
    "\x1b[31mred\x1b[0m\x07\x9b1m",
    "[bold]b[/bold] [link=javascript:1]l[/link]",
    "line\nbreak\r\n# heading\n\n| a | b |",
    "\u202eright to left\u2066\u200b",
    "lone \ud800 surrogate",
    "{{ 7 * 7 }}{% raw %}",
    "](javascript:alert(1)) ![x](http://evil.example/x) https://evil.example www.evil.example",
    "@everyone #1 *bold* _it_ ~~no~~ <b>b</b> &lt; \\",
    "</details></table></code><!-- ",
    "x" * 5000,
)


def record(
    check_id: str, resource: Any = "azurerm_kubernetes_cluster.shop", path: str = "infra/main.tf", **more: Any
) -> dict[str, Any]:
    """A record of a failed or passed check, as Checkov writes it for a scan from the folder it lies in."""
    return {
        "check_id": check_id,
        "check_name": CATALOGUE.get(check_id, {}).get("title", check_id),
        "check_class": "checkov_aks.terraform.network.private_cluster",
        "check_result": {"result": "FAILED"},
        "resource": resource,
        "file_path": f"/{path}",
        "file_abs_path": f"/repo/{path}",
        "repo_file_path": f"/{path}",
        "file_line_range": [3, 9],
        "severity": CATALOGUE.get(check_id, {}).get("severity", "HIGH"),
        "guideline": "https://learn.microsoft.com/azure/aks/local-accounts",
        "details": ["`x` is not set.", "Fix: Set `x = true`."],
        **more,
    }


def document(
    failed: tuple[dict[str, Any], ...] = (),
    passed: tuple[dict[str, Any], ...] = (),
    suppressed: tuple[dict[str, Any], ...] = (),
    framework: str = "terraform",
) -> dict[str, Any]:
    """A report of one framework."""
    results = {"failed_checks": list(failed), "passed_checks": list(passed), "skipped_checks": list(suppressed)}
    return {"check_type": framework, "results": results, "summary": {"passed": len(passed)}}


def results(*documents: dict[str, Any]) -> tuple[Result, ...]:
    """What is read from reports."""
    return read(json.dumps(list(documents)), "test.json", CATALOGUE).results


def overview(*documents: dict[str, Any], old: tuple[Result, ...] | None = None) -> Overview:
    """All that a report of them shows."""
    return Overview(results(*documents), ("infra",), old=old)


def hostile() -> dict[str, Any]:
    """A report in which every text that others write is hostile."""
    texts = {
        "check_name": "Title {0}",
        "resource": "azurerm_kubernetes_cluster.{0}",
        "file_path": "/{0}/main.tf",
        "file_abs_path": "/repo/{0}/main.tf",
        "repo_file_path": "/{0}/main.tf",
    }

    def made(number: int, text: str) -> dict[str, Any]:
        fields = {name: pattern.replace("{0}", text) for name, pattern in texts.items()}
        details = [f"`{text}` is {text}.", f"Fix: Set {text}, or `{text}`."]
        comment = {"result": "SKIPPED", "suppress_comment": text}
        url = "javascript:document.title=1" if number % 2 else 'https://x.example/")><script>document.title=1</script>'
        more: dict[str, Any] = {"details": details, "check_result": comment, "guideline": url, "severity": "HIGH"}
        return record(f"AKS_{text}", **{**fields, **more})

    failed = tuple(made(number, text) for number, text in enumerate(HOSTILE))
    suppressed = tuple(made(number, text) for number, text in enumerate(HOSTILE, 1))
    return document(failed=failed, passed=failed[:3], suppressed=suppressed)


def run(
    *options: object, cwd: Path | None = None, env: dict[str, str] | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `checkov-aks report` of this working tree."""
    return subprocess.run(
        [sys.executable, "-m", "checkov_aks", "report", *map(str, options)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120", **(env or {})},
        input=stdin if stdin is not None else "",
        capture_output=True,
        text=True,
        check=False,
    )
