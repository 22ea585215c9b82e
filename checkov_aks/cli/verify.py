"""`checkov-aks verify`: which release a loader folder is of, and who signed it."""

from __future__ import annotations

from pathlib import Path

import click

from checkov_aks.cli.catalogue import trouble
from checkov_aks.cli.init import FOLDER


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER)
@click.option("--key", type=click.Path(path_type=Path), metavar="PUBLIC.pem", help="The public key that must fit.")
def verify(folder: Path, key: Path | None) -> None:
    """Say which release a loader folder is of and, with a key, whether every file in it is signed with it.

    Says what `checkov --external-checks-public-key` would, without a scan. Exits with 0 if all is well, else with 2.
    """
    from checkov_aks.repository.loader_file import NAME, release_of
    from checkov_aks.repository.signature import KeyFileError, is_signed_by, public_key

    loader = folder / NAME
    release = release_of(loader.read_text(encoding="utf-8", errors="replace")) if loader.is_file() else None
    if release is None:
        trouble(f"{folder} is no loader folder of checkov-aks")
    click.echo(f"checkov-aks {release[0]}, {'carried whole' if release[1] else 'to be installed beside Checkov'}")
    if key is None:
        return
    try:
        public = public_key(key)
        wrong = [path for path in sorted(folder.rglob("*.py")) if not is_signed_by(path.read_bytes(), public)]
    except (KeyFileError, OSError) as error:
        trouble(error)
    if wrong:
        trouble("not signed with this key: " + ", ".join(str(path.relative_to(folder)) for path in wrong))
    click.echo("signed with this key")
