"""`checkov-aks list`: what is checked."""

from __future__ import annotations

import json
from typing import Any

import click

from checkov_aks.cli.catalogue import ALL_FRAMEWORKS, entries
from checkov_aks.common.check import Severity

KEYS = ("id", "name", "title", "severity", "area", "frameworks", "resources", "guide", "learn", "overlaps", "fix")


@click.command("list")
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table", show_default=True)
@click.option("--area", help="Only checks of one area, such as `network`.")
@click.option("--severity", type=click.Choice([s.value for s in Severity], case_sensitive=False), help="One severity.")
@click.option("--framework", type=click.Choice(ALL_FRAMEWORKS), help="Only checks of one Checkov framework.")
def list_checks(form: str, area: str | None, severity: str | None, framework: str | None) -> None:
    """List the checks."""
    found = entries()
    areas = sorted({entry["area"] for entry in found})
    if area and area not in areas:
        raise click.BadParameter(f"{area!r} is not one of {', '.join(areas)}", param_hint="--area")
    found = [
        entry
        for entry in found
        if area in (None, entry["area"])
        and severity in (None, entry["severity"])
        and (framework is None or framework in entry["frameworks"])
    ]
    {"json": _json, "markdown": _markdown, "table": _table}[form](found)


def _json(found: list[dict[str, Any]]) -> None:
    click.echo(json.dumps([{key: entry[key] for key in KEYS} for entry in found], indent=2))


def _markdown(found: list[dict[str, Any]]) -> None:
    click.echo("| ID | Check | Severity | Area |\n|---|---|---|---|")
    for entry in found:
        title = entry["title"].replace("|", "\\|")
        click.echo(f"| [{entry['id']}]({entry['learn']}) | {title} | {entry['severity']} | {entry['area']} |")


def _table(found: list[dict[str, Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table("ID", "Severity", "Area", "Check", box=box.SIMPLE, caption=f"{len(found)} checks")
    for entry in found:
        table.add_row(entry["id"], entry["severity"], entry["area"], entry["title"])
    Console(highlight=False).print(table)
