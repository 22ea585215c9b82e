"""Runs the commands that pages show in `console` blocks, and writes what comes out below each.

python scripts/transcripts.py [PAGE...]           run everything and write the pages
python scripts/transcripts.py --check [PAGE...]   write nothing; exit with 1 if a page shows something else

The commands of a page run in one new folder with a copy of examples/, or of the repository where the page is about it;
what `diff` blocks change is changed there too. No command may fail, apart from exit status 1, which is a finding.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

import click

ROOT = Path(__file__).resolve().parents[1]
# What the folder of a page has.
PAGES = {
    "docs/report.md": ("examples",),
    "CONTRIBUTING.md": (
        "baselines", "benchmarks", "checkov_aks", "docs", "examples", "integrations", "scripts", "tests",
        ".pre-commit-hooks.yaml", "CHANGELOG.md", "Makefile", "README.md", "pyproject.toml",
    ),
}  # fmt: skip
BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Of pytest: how many other tests there are, and how long it took.
UNTOLD = re.compile(r"(, \d+ deselected)? in \d+\.\d+s( \([\d:]+\))?$", re.MULTILINE)


def transcript(page: str, needs: tuple[str, ...]) -> str:
    """The page with what its commands print now. Raises `RuntimeError` for a command that fails."""
    with TemporaryDirectory() as place:
        folder, programs = Path(place) / "work", Path(place) / "bin"
        folder.mkdir()
        for name in needs:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / name)
        programs.mkdir()
        program = programs / "checkov-aks"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checkov_aks "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        return BLOCK.sub(lambda found: f"```{found[1]}\n{_block(found[1], found[2], folder, programs)}```", page)


def _block(kind: str, text: str, folder: Path, programs: Path) -> str:
    """A block's commands, each with its output; a change as it is."""
    if kind == "diff":
        subprocess.run(["patch", "-p1", "--silent"], cwd=folder, input=text, text=True, check=True)
        return text
    commands = [line for line in text.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_output(command[2:], folder, programs)}" for command in commands)


def _output(command: str, folder: Path, programs: Path) -> str:
    """What a terminal would show, without spaces at the ends of lines."""
    path = os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"]))
    # In CI, pytest says things at greater length.
    env = {name: value for name, value in os.environ.items() if name not in ("CI", "BUILD_NUMBER")}
    env |= {"PATH": path, "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    env["PYTHONPATH"] = str(folder if (folder / "checkov_aks").is_dir() else ROOT)
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command}: exit status {done.returncode}\n{done.stdout}")
    lines = [line.rstrip() for line in UNTOLD.sub("", done.stdout).splitlines()]
    return "".join(f"{line}\n" for line in lines)


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("pages", nargs=-1, type=click.Choice(list(PAGES)))
@click.option("--check", is_flag=True)
def main(pages: tuple[str, ...], check: bool) -> None:
    """See the module."""
    stale = False
    for name in pages or PAGES:
        path = ROOT / name
        old = path.read_text(encoding="utf-8")
        new = transcript(old, PAGES[name])
        if check:
            stale = stale or new != old
            click.echo("\n".join(unified_diff(old.splitlines(), new.splitlines(), name, "now", lineterm="")), nl=False)
        else:
            path.write_text(new, encoding="utf-8")
    sys.exit(1 if stale else 0)


if __name__ == "__main__":
    main()
