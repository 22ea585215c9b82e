"""The report in a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from checkov_aks.report.checklist import State
from checkov_aks.report.fixes import Fix
from checkov_aks.report.overview import Comparison, Overview
from checkov_aks.report.score import Score
from checkov_aks.report.subjects import Subject
from checkov_aks.report.texts import pieces

COLORS = {"CRITICAL": "bold red", "HIGH": "red", "MEDIUM": "yellow", "LOW": "cyan", "INFO": "dim", "NONE": "dim"}
MARKS = {State.PASSED: Text("pass", "green"), State.FAILED: Text("FAIL", "red"), State.UNKNOWN: Text("?", "dim")}
SHOWN_FIXES, SHOWN_PLACES = 10, 3


def show(overview: Overview, console: Console) -> None:
    """Print the report."""
    console.print(Text("AKS posture of ", "bold") + Text(", ".join(overview.sources), "bold"))
    if not overview.results:
        console.print(Text("No AKS check applied to anything: nothing was judged."))
    _unreadable(overview, console)
    _scores(overview, console)
    _subjects(overview, console)
    if overview.comparison:
        _comparison(overview.comparison, console)
    _fixes(overview, console)
    _suppressed(overview, console)


def percent(score: Score) -> str:
    """The score, or a dash."""
    return "-" if score.percent is None else str(score.percent)


def _unreadable(overview: Overview, console: Console) -> None:
    if overview.unreadable:
        console.print(Text(f"Checkov could not read {len(overview.unreadable)} files:", "yellow"))
        for name in overview.unreadable:
            console.print(Text(f"  {name}"))


def _scores(overview: Overview, console: Console) -> None:
    table = _table("Area", "Score", "", "Passed", "Failed", "Suppressed")
    for score in [*overview.areas, overview.score]:
        bar = Text("█" * ((score.percent or 0) // 5), "green") + Text("░" * (20 - (score.percent or 0) // 5), "dim")
        table.add_row(score.name, percent(score), bar, str(score.passed), str(score.failed), str(score.suppressed))
    table.columns[1].justify = "right"
    console.print(table)
    console.print(Text(overview.formula, "dim"))


def _subjects(overview: Overview, console: Console) -> None:
    """Clusters and applications with a number each, which are the columns of the checklist."""
    table = _table("", "Cluster or application", "In", "Score", "Passed", "Failed")
    for number, subject in enumerate(overview.subjects, 1):
        score = subject.score
        name = f"{subject.kind} {subject.name}" if subject.kind != "Shared" else subject.name
        table.add_row(
            str(number), Text(name), Text(subject.place), percent(score), str(score.passed), str(score.failed)
        )
    console.print()
    console.print(table)
    numbered = list(enumerate(overview.subjects, 1))
    # As many as fit beside the longest line; at least the column over everything.
    width = max(1, (console.width - 60) // 6)
    for start in range(0, max(1, len(numbered)), width):
        _checklist(overview, numbered[start : start + width], console)
    console.print(Text("? is not determined: no result of any check of that line.", "dim"))


def _checklist(overview: Overview, numbered: list[tuple[int, Subject]], console: Console) -> None:
    table = _table("Checklist", "All", *(str(number) for number, _ in numbered))
    for index, verdict in enumerate(overview.checklist):
        states = (subject.checklist[index].state for _, subject in numbered)
        table.add_row(verdict.line.title, MARKS[verdict.state], *(MARKS[state] for state in states))
    console.print(table)


def _comparison(comparison: Comparison, console: Console) -> None:
    console.print()
    console.print(Text("Compared with the older scan", "bold"))
    if not any((comparison.better, comparison.worse, comparison.scores, comparison.lines)):
        console.print(Text("  Nothing changed."))
    for change in [*comparison.scores, *comparison.lines]:
        before, after = ("-" if it is None else it for it in (change.before, change.after))
        console.print(Text(f"  {change.name}: {before} → {after}"))
    for title, style, changed in (("Better", "green", comparison.better), ("Worse", "red", comparison.worse)):
        if changed:
            console.print(Text(f"{title}:", style))
        for fix in changed:
            for result in fix.results:
                console.print(Text(f"  {result.check_id} {result.resource} ({result.place}): {result.title}"))


def _fixes(overview: Overview, console: Console) -> None:
    if not overview.fixes:
        return
    console.print()
    console.print(Text("Fix first", "bold"))
    for number, fix in enumerate(overview.fixes[:SHOWN_FIXES], 1):
        _fix(number, fix, console)
    hidden = len(overview.fixes) - SHOWN_FIXES
    if hidden > 0:
        console.print(Text(f"\nand {hidden} more: --format html or markdown shows all.", "dim"))


def _suppressed(overview: Overview, console: Console) -> None:
    """Every suppressed result with its reason: none of them is forgotten."""
    for number, result in enumerate(result for fix in overview.suppressed for result in fix.results):
        if number == 0:
            console.print(Text("\nSuppressed", "bold"))
        line = Text(f"{result.severity} {result.check_id} {result.resource} ({result.place})")
        console.print(_indented(line + Text(f": {result.comment or 'no reason given'}")))


def _fix(number: int, fix: Fix, console: Console) -> None:
    first = fix.first
    console.print()
    head = Text(f"{number:2}. ") + Text(first.severity, COLORS[first.severity]) + Text(f" {first.check_id} ")
    console.print(head + Text(first.title, "bold") + Text(f" [{first.area}]", "dim"))
    if first.fix:
        console.print(_indented(Text("Fix: ") + prose(first.fix)))
    for result in fix.results[:SHOWN_PLACES]:
        reason = Text(": ") + prose(result.reason) if result.reason else Text()
        console.print(_indented(Text(f"{result.place} {result.resource}") + reason))
    if len(fix.results) > SHOWN_PLACES:
        console.print(_indented(Text(f"and {len(fix.results) - SHOWN_PLACES} more", "dim")))
    if first.learn:
        console.print(_indented(Text(first.learn, "dim")))


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 4), expand=False)


def prose(text: str) -> Text:
    """A line with code marks, which stay: the output may have no colour."""
    return Text.assemble(*((f"`{part}`", "cyan") if is_code else part for part, is_code in pieces(text)))


def _table(*columns: str) -> Table:
    return Table(*columns, box=box.SIMPLE, pad_edge=False)
