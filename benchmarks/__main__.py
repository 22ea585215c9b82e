"""All benchmarks in one run: whole commands, and how our checks grow over Terraform, plans and manifests.

python -m benchmarks            # about ten minutes on two cores
python -m benchmarks --quick    # about two
"""

from __future__ import annotations

import logging

import click
from rich.console import Console

from benchmarks import commands, manifests, terraform


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--quick", is_flag=True, help="fewer rounds and smaller sizes")
def main(quick: bool) -> None:
    """See the module."""
    logging.disable(logging.WARNING)
    console = Console()
    commands.compare(console, 2 if quick else 5)
    terraform.growth(console, ["hcl", "plan"], [10, 100] if quick else [10, 100, 500, 1500])
    manifests.growth(console, [100, 1000] if quick else [100, 1000, 10000], [1, 50] if quick else [1, 50, 250])


if __name__ == "__main__":
    main()
