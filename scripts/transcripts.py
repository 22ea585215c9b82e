"""Runs the commands that pages in docs/ show in `console` blocks, and writes what comes out below each.

python scripts/transcripts.py           run everything and write the pages
python scripts/transcripts.py --check   write nothing; exit with 1 if a page shows something else than what comes out

The commands of a page run in one new folder with a copy of examples/. None of them may fail, apart from exit status 1,
which is a finding.
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
PAGES = ("docs/report.md",)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def transcript(page: str) -> str:
    """The page with what its commands print now. Raises `RuntimeError` for a command that fails."""
    with TemporaryDirectory() as place:
        folder, programs = Path(place) / "work", Path(place) / "bin"
        shutil.copytree(ROOT / "examples", folder / "examples")
        programs.mkdir()
        program = programs / "checkov-aks"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checkov_aks "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        return BLOCK.sub(lambda found: f"```console\n{_block(found[1], folder, programs)}```", page)


def _block(text: str, folder: Path, programs: Path) -> str:
    """A block's commands, each with its output."""
    commands = [line for line in text.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_output(command[2:], folder, programs)}" for command in commands)


def _output(command: str, folder: Path, programs: Path) -> str:
    """What a terminal would show, without spaces at the ends of lines."""
    path = os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"]))
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
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
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "".join(f"{line}\n" for line in lines)


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--check", is_flag=True)
def main(check: bool) -> None:
    """See the module."""
    stale = False
    for name in PAGES:
        path = ROOT / name
        old = path.read_text(encoding="utf-8")
        new = transcript(old)
        if check:
            stale = stale or new != old
            click.echo("\n".join(unified_diff(old.splitlines(), new.splitlines(), name, "now", lineterm="")), nl=False)
        else:
            path.write_text(new, encoding="utf-8")
    sys.exit(1 if stale else 0)


if __name__ == "__main__":
    main()
