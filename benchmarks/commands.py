"""What the pack costs on the command line: whole commands in turn, as ratios to plain Checkov.

    python -m benchmarks.commands
    python -m benchmarks.commands --rounds 3

Over a small tree (the secure example), a large one (200 clusters, 2,000 manifests) and one in which nothing is about
AKS. Each round runs plain `checkov -d`, the same with the pack, and `checkov-aks -d`, one after the other; the ratios
are those of a round, their median over all rounds with the least and the most.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks import manifests, terraform
from checkov_aks import loader_dir

SECURE = Path(__file__).parents[1] / "examples" / "secure"
PLAIN = [sys.executable, "-W", "ignore", "-m", "checkov.main"]
COMMANDS = {
    "with the pack": [*PLAIN, "--external-checks-dir", str(loader_dir())],
    "checkov-aks": [sys.executable, "-m", "checkov_aks"],
}
OTHER_THINGS = """
resource "azurerm_storage_account" "s{n}" {{
  name                     = "store{n}"
  resource_group_name      = "rg"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "GRS"
  min_tls_version          = "TLS1_2"
}}
resource "azurerm_storage_container" "c{n}" {{
  name                 = "data"
  storage_account_name = azurerm_storage_account.s{n}.name
}}
"""


def small(folder: Path) -> None:
    """The secure example."""
    shutil.copytree(SECURE, folder, dirs_exist_ok=True)


def large(folder: Path) -> None:
    """Clusters with what belongs to them, and applications."""
    terraform.hcl(folder, 200)
    manifests.write(folder, 2000, 20)


def other(folder: Path) -> None:
    """Terraform that has nothing to do with AKS."""
    text = "".join(OTHER_THINGS.format(n=n) for n in range(500))
    (folder / "main.tf").write_text(text, encoding="utf-8")


def seconds(command: list[str], folder: Path) -> float:
    """How long a command takes over a folder. Raises `RuntimeError` if it ends otherwise than with 0 or 1."""
    options = ["-d", str(folder), "--compact", "--quiet", "--skip-download"]
    environment = {**os.environ, "CKV_SKIP_PACKAGE_UPDATE_CHECK": "True"}
    start = time.perf_counter()
    done = subprocess.run(
        [*command, *options], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-500:]}")
    return taken


def compare(console: Console, rounds: int) -> None:
    """Print the table."""
    table = Table("tree", "plain Checkov", *COMMANDS, title="whole commands, plain Checkov = 1")
    for make in (small, large, other):
        ratios: dict[str, list[float]] = {name: [] for name in COMMANDS}
        plain: list[float] = []
        with tempfile.TemporaryDirectory() as folder, console.status(make.__name__):
            make(Path(folder))
            seconds(PLAIN, Path(folder))  # what is in no cache yet
            for _ in range(rounds):
                plain.append(seconds(PLAIN, Path(folder)))
                for name, command in COMMANDS.items():
                    ratios[name].append(seconds(command, Path(folder)) / plain[-1])
        spread = f"{statistics.median(plain):.1f} s ({min(plain):.1f} to {max(plain):.1f})"
        table.add_row(make.__name__, spread, *map(_shown, ratios.values()))
    console.print(table)


def _shown(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", default=5, show_default=True, help="how often each command runs")
def main(rounds: int) -> None:
    """See the module."""
    compare(Console(), rounds)


if __name__ == "__main__":
    main()
