"""`checkov-aks`: Checkov with the pack, and commands that tell about its checks."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from checkov_aks import __version__, loader_dir
from checkov_aks.cli.catalogue import trouble
from checkov_aks.cli.explain import explain
from checkov_aks.cli.init import init
from checkov_aks.cli.list import list_checks
from checkov_aks.cli.publish import publish
from checkov_aks.cli.report import report
from checkov_aks.cli.scan import scan
from checkov_aks.cli.verify import verify

EXAMPLES = """\
\b
Examples:
  checkov-aks -d infra                     scan a folder with the AKS checks
  checkov-aks -d infra --check HIGH        only checks of severity HIGH and above
  checkov-aks -d infra -o sarif            any option of Checkov's works
  checkov-aks -d infra --with-builtin      Checkov's own checks too, without those that ours supersede
  checkov-aks -d infra --baseline-ids 0.2  only the checks that release 0.2 had: an upgrade adds no new failure
  checkov-aks list --area network          what is checked
  checkov-aks explain AKS_201              why, and how to fix it
  checkov-aks init                         let plain Checkov find the checks in this repository
  checkov-aks report -d infra              posture of each cluster and application
  checkov -d infra --external-checks-dir "$(checkov-aks path)"    the checks in plain Checkov
"""


# As shells have it: 128 and the number of the signal.
INTERRUPTED = 130


class CheckovGroup(click.Group):
    """Hands everything that is no subcommand to Checkov."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the hidden subcommand `scan` before Checkov's options."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help", "-v", "--version"):
            args = [scan.name or "scan", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. To be interrupted is no finding, nor is a reader who has seen enough, nor a full disk."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except OSError as error:
            # Nothing more can be written there, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                sys.exit(2)
            trouble(error)


@click.group(
    cls=CheckovGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXAMPLES,
    options_metavar="[CHECKOV OPTIONS]",
    subcommand_metavar="| COMMAND [ARGS]...",
)
@click.version_option(__version__, "-v", "--version", prog_name="checkov-aks")
def cli() -> None:
    """Security checks for Azure Kubernetes Service, in Terraform files and Kubernetes manifests.

    Without a command, runs Checkov with the AKS checks; all options of Checkov's work (see `checkov --help`).
    Exits with 0 if nothing was found, 1 for findings, 2 for trouble.
    """


@cli.command()
def path() -> None:
    """Print the folder for `checkov --external-checks-dir`."""
    click.echo(loader_dir())


cli.add_command(scan)
cli.add_command(list_checks)
cli.add_command(explain)
cli.add_command(init)
cli.add_command(publish)
cli.add_command(report)
cli.add_command(verify)


def main(args: list[str] | None = None) -> Any:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        # What a terminal cannot show must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(cli.main(args, prog_name="checkov-aks", standalone_mode=True))
