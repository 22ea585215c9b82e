"""A branch that holds some files and nothing else: `checkov --external-checks-git` walks a whole clone."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path


class GitError(Exception):
    """Git could not do it; the text is what it said."""


def commit(repository: Path, branch: str, files: Mapping[str, bytes], message: str) -> str:
    """Commit files as all that a branch holds, on top of what it held before; the new commit's ID.

    Neither the work tree nor the index is touched. A branch that holds exactly these files already stays as it is.
    Raises `GitError`.
    """
    blobs = {name: _git(repository, "hash-object", "-w", "--stdin", given=content) for name, content in files.items()}
    listing = "".join(f"100644 blob {blob}\t{name}\n" for name, blob in sorted(blobs.items()))
    tree = _git(repository, "mktree", given=listing.encode())
    reference = f"refs/heads/{branch}"
    _git(repository, "check-ref-format", reference)
    parent = _git(repository, "for-each-ref", "--format=%(objectname)", reference)
    if parent and _git(repository, "rev-parse", f"{parent}^{{tree}}") == tree:
        return parent
    made = _git(repository, "commit-tree", tree, *(("-p", parent) if parent else ()), "-m", message)
    _git(repository, "update-ref", reference, made, parent or "0" * 40)
    return made


def _git(repository: Path, *command: str, given: bytes = b"") -> str:
    try:
        done = subprocess.run(["git", "-C", str(repository), *command], input=given, capture_output=True, check=False)
    except OSError as error:
        raise GitError(f"cannot start git: {error}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise GitError(f"git {command[0]}: {said or f'exit status {done.returncode}'}")
    return done.stdout.decode().strip()
