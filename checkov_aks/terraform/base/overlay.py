"""A copy of a root module in which tfparse loses no dynamic block.

tfparse drops the last copy that dynamic blocks write into a body if a static block follows. A dynamic block of our own
at the end of every such body is the last, so nothing real is lost.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from checkov_aks.terraform.base.definitions import Definitions

GUARD: Final = "checkov_aks_guard"
TEXT: Final = f'\n  dynamic "{GUARD}" {{\n    for_each = [1]\n    content {{\n    }}\n  }}\n'


@contextmanager
def guarded(root: str, modules: Collection[Definitions]) -> Iterator[str]:
    """The folder to evaluate for a root module and its local modules: itself, if no body needs a guard.

    Raises `OSError` if the copy cannot be written.
    """
    ends = {path: lines for module in modules for path, lines in module.ends_of_dynamic_bodies().items()}
    if not ends:
        yield root
        return
    directories = {os.path.realpath(module.directory) for module in modules}
    top = os.path.commonpath([os.path.realpath(root), *directories])
    with TemporaryDirectory() as folder:
        copy = os.path.realpath(folder)
        for directory in sorted(directories):
            _mirror(directory, os.path.join(copy, os.path.relpath(directory, top)), directories, ends)
        yield os.path.normpath(os.path.join(copy, os.path.relpath(os.path.realpath(root), top)))


def _mirror(source: str, target: str, directories: Collection[str], ends: Mapping[str, list[int]]) -> None:
    """Copy the Terraform files of a folder, with guards, and link everything else that is not mirrored itself."""
    os.makedirs(target, exist_ok=True)
    for entry in os.scandir(source):
        goal = os.path.join(target, entry.name)
        if entry.name.endswith(".tf"):
            with suppress(OSError, UnicodeDecodeError):  # neither can tfparse read it
                text = Path(entry.path).read_text(encoding="utf-8-sig")
                Path(goal).write_text(_with_guards(text, ends.get(entry.path, ())), encoding="utf-8")
        elif not any(other == entry.path or other.startswith(entry.path + os.sep) for other in directories):
            try:
                os.symlink(entry.path, goal)
            except OSError:  # Windows without the privilege
                if entry.is_file():
                    shutil.copyfile(entry.path, goal)


def _with_guards(text: str, ends: Collection[int]) -> str:
    """The text with a guard before the brace that closes each body, given the lines of those braces, from 1."""
    lines = text.splitlines(keepends=True)
    for end in sorted(ends, reverse=True):
        before, brace, after = lines[end - 1].rpartition("}") if end <= len(lines) else ("", "", "")
        if brace:
            lines[end - 1] = before + TEXT + brace + after
    return "".join(lines)


def is_guarded(block: Mapping[str, Any]) -> bool:
    """Whether an evaluated block has the guard, so that nothing of it was lost."""
    return GUARD in block
