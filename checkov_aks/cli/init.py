"""`checkov-aks init`: what a repository needs, so that plain Checkov finds the checks."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import click

from checkov_aks.cli.catalogue import entries, trouble

FOLDER = ".checkov/aks"
PROFILES = ("production", "dev", "guide", "safeguards")

EXAMPLES = """\
\b
Examples:
  checkov-aks init                              a loader and a .checkov.yaml, for where the package is installed
  checkov-aks init --vendor                     the same with the whole package in the loader: nothing to install
  checkov-aks init --profile guide --yes        only what the guide asks for; write without asking
  checkov-aks init --vendor --sign key.pem      for checkov --external-checks-public-key
"""


@click.command(epilog=EXAMPLES)
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option("--profile", type=click.Choice(PROFILES), default="production", show_default=True, help="Which checks.")
@click.option(
    "--skip-superseded",
    is_flag=True,
    help="Skip Checkov's own checks that ours supersede, in ARM and Bicep files as well.",
)
@click.option(
    "--vendor", is_flag=True, help="Carry the whole package in the loader, so that nothing need be installed."
)
@click.option("--sign", type=click.Path(path_type=Path), metavar="KEY.pem", help="Sign the loader (ECDSA P-256).")
@click.option("--yes", is_flag=True, help="Write without asking.")
def init(directory: Path, profile: str, skip_superseded: bool, vendor: bool, sign: Path | None, yes: bool) -> None:
    """Write a loader folder and the settings for it, so that `checkov -d .`, and all that runs it, finds the checks.

    Profiles: `production` has every check; `dev` leaves out availability and cost; `guide` is what the guide asks for;
    `safeguards` is what AKS Deployment Safeguards ask for. Every change is shown before it is made.
    """
    loader = loader_files(vendor, sign)
    config = directory / ".checkov.yaml"
    wanted = {directory / FOLDER / name: content for name, content in loader.items()}
    wanted[config] = _config(config, profile, skip_superseded).encode()
    changed = {path: content for path, content in wanted.items() if _content(path) != content}
    if not changed:
        click.echo("nothing to change")
        return
    for path, content in changed.items():
        _show(path.relative_to(directory), _content(path), content)
    if not (yes or _agreed()):
        trouble("nothing was written; --yes writes without asking")
    _write(changed)
    click.echo(f"{len(changed)} files written; now `checkov -d .` finds the checks")


def loader_files(vendor: bool, sign: Path | None) -> dict[str, bytes]:
    """The files of the loader folder by name. Exits with 2 if the key cannot be used."""
    from checkov_aks.repository.loader_file import files
    from checkov_aks.repository.signature import KeyFileError, private_key, signed

    found = {name: text.encode() for name, text in files(carrying=vendor).items()}
    if sign is None:
        return found
    try:
        key = private_key(sign)
    except KeyFileError as error:
        trouble(error)
    return {name: signed(content, key) for name, content in found.items()}


def _config(path: Path, profile: str, skip_superseded: bool) -> str:
    """The config file with what the checks need."""
    from checkov_aks.repository.config_file import ConfigError, items_of, merged
    from checkov_aks.repository.profiles import left_out

    found = entries()
    skipped = left_out(found, profile)
    if skip_superseded:
        running = [entry for entry in found if not any(fnmatchcase(entry["id"], pattern) for pattern in skipped)]
        skipped += sorted({id_ for entry in running for id_ in entry["overlaps"]})
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        # Where only some checks run, ours would not.
        asked = ["AKS_*"] if any(item.startswith("CKV") for item in items_of(text, "check")) else []
        return merged(text, {"external-checks-dir": [FOLDER], "check": asked, "skip-check": skipped})
    except (ConfigError, OSError, UnicodeDecodeError) as error:
        trouble(error)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        trouble(error)


def _show(path: Path, before: bytes | None, after: bytes) -> None:
    """The change as a diff; of a long new file only how long it is."""
    from difflib import unified_diff

    if before is None and len(after) > 4_000:
        click.echo(f"new file {path.as_posix()}, {len(after):,} bytes\n")
        return
    old, new = ((text or b"").decode(errors="replace").splitlines() for text in (before, after))
    start = "/dev/null" if before is None else f"a/{path.as_posix()}"
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in unified_diff(old, new, start, f"b/{path.as_posix()}", lineterm=""):
        click.echo(click.style(line[:200], fg=colours.get(line[:1])))
    click.echo()


def _agreed() -> bool:
    return sys.stdin.isatty() and click.confirm("Write these files?")


def _write(files: Mapping[Path, bytes]) -> None:
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        trouble(f"cannot write: {error}")
