"""`checkov-aks report`: the posture of clusters and applications."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from checkov_aks.cli.catalogue import entries, trouble

if TYPE_CHECKING:
    from checkov_aks.report.overview import Overview

EPILOG = """\
\b
Examples:
  checkov-aks report -d infra                                        scan a folder
  checkov-aks report -d infra --format html --output posture.html    one page, to open or to keep
  checkov-aks report results.json --format markdown                  of `checkov -o json`, for a comment
  checkov -d . -o json | checkov-aks report -                        from standard input
  checkov-aks report -d infra --compare old.json                     what got better and worse
"""
FORMATS = ("terminal", "markdown", "html")
STDIN = "-"


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("results", nargs=-1, metavar="[RESULTS.json | -]...")
@click.option("-d", "--directory", "folders", multiple=True, metavar="FOLDER", help="Scan a folder.")
@click.option("-f", "--file", "files", multiple=True, metavar="FILE", help="Scan a file, such as a plan.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="terminal", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="Write to a file; asks before it replaces one.")
@click.option("--force", is_flag=True, help="Replace the file of --output without asking.")
@click.option("--compare", metavar="OLD.json", help="Results of an older scan: show what got better and worse.")
def report(
    results: tuple[str, ...],
    folders: tuple[str, ...],
    files: tuple[str, ...],
    form: str,
    output: Path | None,
    force: bool,
    compare: str | None,
) -> None:
    """Show the posture of each cluster and application: checklist, scores, and what to fix first.

    Scans folders and files, or reads what `checkov -o json` wrote. Exits with 0 if nothing failed, 1 for findings, 2
    for trouble.
    """
    from checkov_aks.report.model import ReportError

    sources = (*folders, *files, *results)
    if not sources:
        raise click.UsageError("nothing to report on: give -d FOLDER, -f FILE, RESULTS.json, or - for standard input")
    if (*results, compare).count(STDIN) > 1:
        raise click.UsageError("standard input can be read only once")
    _may_write(output, force)
    try:
        overview = _overview(folders, files, results, compare)
        _write(overview, form, output)
    except (ReportError, OSError) as error:
        trouble(error)
    sys.exit(1 if overview.fixes else 0)


def _may_write(output: Path | None, force: bool) -> None:
    """Find out before a long scan whether the file can be written. Exits with 2 if not."""
    if output is None:
        return
    if not output.parent.is_dir():
        trouble(f"there is no folder {output.parent}")
    if output.is_dir():
        trouble(f"{output} is a folder")
    if output.exists() and not force:
        if not sys.stdin.isatty():
            trouble(f"{output} exists; --force replaces it")
        if not click.confirm(f"{output} exists. Replace it?", err=True):
            trouble(f"{output} is left as it is")


def _overview(
    folders: tuple[str, ...], files: tuple[str, ...], results: tuple[str, ...], compare: str | None
) -> Overview:
    """Everything scanned and read. Raises `ReportError`."""
    from checkov_aks.report.model import read
    from checkov_aks.report.overview import Overview
    from checkov_aks.report.texts import visible

    catalogue = {entry["id"]: entry for entry in entries()}
    old = read(_text(compare), compare, catalogue).results if compare else None
    found = [read(_text(name), _name(name), catalogue) for name in results]
    found += [read(text, name, catalogue) for name, text in _scans(folders, files)]
    return Overview(
        results=tuple(dict.fromkeys(result for one in found for result in one.results)),
        sources=tuple(visible(_name(name)) for name in (*folders, *files, *results)),
        unreadable=tuple(sorted({name for one in found for name in one.unreadable})),
        old=old,
    )


def _name(source: str) -> str:
    return "standard input" if source == STDIN else source


def _text(source: str) -> str:
    """Raises `ReportError` for a file that is missing or no text."""
    from checkov_aks.report.model import ReportError

    try:
        data = sys.stdin.buffer.read() if source == STDIN else Path(source).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise ReportError(f"cannot read {source}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReportError(f"{_name(source)} is not UTF-8 text") from error


def _scans(folders: tuple[str, ...], files: tuple[str, ...]) -> list[tuple[str, str]]:
    """The name and the JSON of each scan: one for a folder, one for all files. Says on a terminal what is going on."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from checkov_aks.report.model import ReportError
    from checkov_aks.report.texts import visible

    for name in (*folders, *files):
        if not (Path(name).is_dir() if name in folders else Path(name).is_file()):
            raise ReportError(f"there is no {'folder' if name in folders else 'file'} {name}")
    # Checkov doubles a relative path of manifests.
    scans = [(folder, ["-d", str(Path(folder).resolve())]) for folder in folders]
    if files:
        scans.append((", ".join(files), [option for file in files for option in ("-f", file)]))
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("")
        done = []
        for number, (name, options) in enumerate(scans, 1):
            progress.update(task, description=f"Scanning {number} of {len(scans)}: {visible(name)}")
            done.append((name, _scan(name, options)))
        return done


def _scan(name: str, options: list[str]) -> str:
    """What Checkov says, run in a process of its own: it forks, and what else it prints is not JSON."""
    from checkov_aks.report.model import ReportError

    with TemporaryDirectory() as folder:
        file = Path(folder) / "results_json.json"
        command = [sys.executable, "-m", "checkov_aks", "scan", "--results-in", folder, *options]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        click.echo(done.stderr.decode("utf-8", "replace"), nl=False, err=True)
        if done.returncode not in (0, 1) or not file.is_file():
            raise ReportError(f"the scan of {name} ended with status {done.returncode}")
        return file.read_text(encoding="utf-8")


def _write(overview: Overview, form: str, output: Path | None) -> None:
    """Print the report, or write it to a file."""
    from io import StringIO

    from rich.console import Console

    if form == "terminal" and output is None:
        from checkov_aks.report.terminal import show

        show(overview, Console(highlight=False))
        return
    if form == "terminal":
        from checkov_aks.report.terminal import show

        buffer = StringIO()
        show(overview, Console(file=buffer, highlight=False, width=120))
        text = buffer.getvalue()
    elif form == "markdown":
        from checkov_aks.report.comment import render

        text = render(overview)
    else:
        from checkov_aks.report.page import render

        text = render(overview)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"wrote {output}", err=True)
