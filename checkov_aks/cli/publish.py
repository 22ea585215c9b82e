"""`checkov-aks publish`: a branch for `checkov --external-checks-git`."""

from __future__ import annotations

from pathlib import Path

import click

from checkov_aks.cli.catalogue import trouble
from checkov_aks.cli.init import loader_files


@click.command()
@click.argument("branch")
@click.option(
    "--repository",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Another repository.",
)
@click.option("--sign", type=click.Path(path_type=Path), metavar="KEY.pem", help="Sign the files (ECDSA P-256).")
def publish(branch: str, repository: Path, sign: Path | None) -> None:
    """Commit the loader that carries the whole package as all that a branch holds, for `checkov --external-checks-git`.

    Checkov walks the whole clone there, so a branch with anything else in it is no good. The work tree stays as it is.
    """
    from checkov_aks import __version__
    from checkov_aks.repository.branch import GitError, commit

    try:
        made = commit(repository, branch, loader_files(True, sign), f"checkov-aks {__version__}")
    except GitError as error:
        trouble(error)
    click.echo(f"{branch} is at {made[:12]}; push it with `git push origin {branch}`")
