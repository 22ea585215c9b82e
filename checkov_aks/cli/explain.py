"""`checkov-aks explain ID`: the page of a check."""

from __future__ import annotations

from difflib import get_close_matches

import click

from checkov_aks.cli.catalogue import entries, trouble
from checkov_aks.cli.pages import render


@click.command()
@click.argument("check_id", metavar="ID")
def explain(check_id: str) -> None:
    """Show why a check matters, a failing and a passing example, and the fix."""
    from rich.console import Console
    from rich.markdown import Markdown

    found = {key: entry for entry in entries() for key in (entry["id"], entry["name"].upper())}
    entry = found.get(check_id.upper())
    if entry is None:
        near = get_close_matches(check_id.upper(), found, n=4, cutoff=0.6)
        ids = sorted({found[name]["id"] for name in near})
        hint = f"did you mean {', '.join(ids)}? " if ids else ""
        trouble(f"no check {check_id}; {hint}`checkov-aks list` shows all")
    Console(highlight=False).print(Markdown(render(entry)))
