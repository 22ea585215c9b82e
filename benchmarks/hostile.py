"""What input that nobody writes costs Checkov alone, and with our checks: seconds and megabytes of one scan each.

    python -m benchmarks.hostile
    python -m benchmarks.hostile --megabytes 1,2,4 --shape placeholders

One file of that size for each shape. Fifty megabytes take Checkov minutes, and 13 GB of memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from checkov_aks import loader_dir

POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {{name: pod-{n}}}\n"
    "spec: {{containers: [{{name: a, image: docker.io/a}}]}}\n---\n"
)
TEXT = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: 'docker.io/a', args: ['"
CLASS = (
    "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: a}\n"
    "spec: {provider: azure, parameters: {keyvaultName: a, objects: '"
)

SHAPES: dict[str, Callable[[int], str]] = {
    "objects": lambda size: "".join(POD.format(n=n) for n in range(size // len(POD))),
    "text": lambda size: TEXT + "x" * size + "']}]}\n",
    "placeholders": lambda size: TEXT + "{{" * (size // 2) + "']}]}\n",
    "brackets": lambda size: CLASS + "{" * size + "'}}\n",
}


def scan(file: Path, *options: str) -> tuple[float, float]:
    """Seconds and megabytes that Checkov takes at most for a file of manifests."""
    command = [sys.executable, "-m", "checkov.main", "-f", str(file), "--framework", "kubernetes", "--skip-download"]
    start = time.perf_counter()
    # Not `run`, which does not tell how much memory it was.
    with subprocess.Popen(
        [*command, "-o", "json", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as p:
        _, status, used = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode not in (0, 1):
        raise click.ClickException(f"Checkov ended with {p.returncode}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--megabytes", default="50", show_default=True, help="sizes of the file")
@click.option("--shape", "shapes", type=click.Choice(list(SHAPES)), multiple=True, help="all, if not given")
def main(megabytes: str, shapes: tuple[str, ...]) -> None:
    """See the module."""
    os.environ["CHECKOV_PARALLELIZATION_TYPE"] = "none"
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        for shape in shapes or SHAPES:
            for size in map(float, megabytes.split(",")):
                file = Path(folder) / "manifest.yaml"
                file.write_text(SHAPES[shape](int(size * 1_000_000)), encoding="utf-8")
                with console.status(f"{size:g} megabytes of {shape}"):
                    alone = scan(file)
                    ours = scan(file, "--external-checks-dir", str(loader_dir()))
                table = Table("", "Checkov alone", "with our checks", title=f"{size:g} megabytes of {shape}")
                for unit, before, after in zip(("seconds", "megabytes"), alone, ours, strict=True):
                    table.add_row(unit, f"{before:,.0f}", f"{after:,.0f}")
                console.print(table)


if __name__ == "__main__":
    main()
