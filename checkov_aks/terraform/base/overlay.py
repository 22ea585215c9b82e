"""A copy of a root module in which tfparse sees every dynamic block, and every default.

tfparse drops the last copy that dynamic blocks write into a body if a block written out follows: in the copy, every
body with dynamic blocks ends with one of our own, so that nothing real is the last. And it leaves out a dynamic block
that lies in a block written out: in the copy, such an outer block has a twin that is dynamic itself, over one item. The
twin is not there if something in it cannot be expanded; then the block as it was written speaks.

tfparse does not know `nullable = false`, by which a variable is its default where null is handed in: in the copy, such
a variable has a twin that nothing is handed to, and what is read is a local that chooses between the two.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from checkov_aks.terraform.base.definitions import JSON_MARK, Definitions

GUARD: Final = "checkov_aks_guard"
TWIN: Final = "checkov_aks_twin_"
DEFAULT: Final = "checkov_aks_default_"
GIVEN: Final = "checkov_aks_given_"
LOCALS_FILE: Final = "checkov_aks_given.tf"
GUARD_TEXT: Final = f'\ndynamic "{GUARD}" {{\nfor_each = [1]\ncontent {{\n}}\n}}\n'

HEADER: Final = re.compile(r'^[ \t]*([A-Za-z_][\w-]*)((?:[ \t]+"[^"\n]*")*)[ \t]*\{', re.MULTILINE)
VARIABLE: Final = re.compile(r"(?<![\w.-])var\.([A-Za-z_][\w-]*)")
OPAQUE: Final = re.compile(r'#[^\n]*|//[^\n]*|/\*.*?\*/|<<-?(\w+)[^\n]*\n.*?^[ \t]*\1\b|"', re.DOTALL | re.MULTILINE)


@contextmanager
def guarded(root: str, modules: Collection[Definitions]) -> Iterator[str]:
    """The folder to evaluate for a root module and its local modules: itself, if tfparse sees all that is in them.

    Raises `OSError` if the copy cannot be written.
    """
    if not any(module.has_dynamic_blocks or module.defaults_for_null for module in modules):
        yield root
        return
    directories = {os.path.realpath(module.directory): _refusing_null(module) for module in modules}
    top = os.path.commonpath([os.path.realpath(root), *directories])
    with TemporaryDirectory() as folder:
        copy = os.path.realpath(folder)
        for directory, variables in sorted(directories.items()):
            target = os.path.join(copy, os.path.relpath(directory, top))
            _mirror(directory, target, directories, variables)
            if variables:
                Path(target, LOCALS_FILE).write_text(_chosen(variables), encoding="utf-8")
        yield os.path.normpath(os.path.join(copy, os.path.relpath(os.path.realpath(root), top)))


def _mirror(source: str, target: str, directories: Collection[str], variables: Collection[str]) -> None:
    """Copy the Terraform files of a folder, rewritten, and link everything else that is not mirrored itself."""
    os.makedirs(target, exist_ok=True)
    for entry in os.scandir(source):
        goal = os.path.join(target, entry.name)
        if entry.name.endswith(".tf") and os.path.isfile(entry.path):
            with suppress(OSError, UnicodeDecodeError):  # neither can tfparse read it
                text = rewritten(Path(entry.path).read_text(encoding="utf-8-sig"))
                Path(goal).write_text(_with_defaults(text, variables) if variables else text, encoding="utf-8")
        elif not any(other == entry.path or other.startswith(entry.path + os.sep) for other in directories):
            try:
                os.symlink(entry.path, goal)
            except OSError:  # Windows without the privilege
                if entry.is_file():
                    shutil.copyfile(entry.path, goal)


def is_guarded(block: Mapping[str, Any]) -> bool:
    """Whether an evaluated block has the guard, so that nothing of it was lost."""
    return GUARD in block


@dataclass
class _Span:
    """A block in a text: its header from `start`, its braces at `open` and `close`, the blocks inside."""

    kind: str
    start: int
    open: int
    close: int = 0
    children: list[_Span] = field(default_factory=list)

    @property
    def is_dynamic(self) -> bool:
        """Whether there is a dynamic block inside, at any depth."""
        return any(child.kind == "dynamic" or child.is_dynamic for child in self.children)


def rewritten(text: str) -> str:
    """A Terraform file in which the resources' dynamic blocks can be seen."""
    parts, done = [], 0
    for span in _spans(_masked(text)):
        if span.kind == "resource" and span.is_dynamic:
            parts += [text[done : span.open + 1], _body(text, span)]
            done = span.close
    return "".join([*parts, text[done:]])


def _body(text: str, span: _Span) -> str:
    """What stands between the braces of a block, with twins and a guard."""
    parts, done, needs_guard = [], span.open + 1, False
    for child in span.children:
        if child.kind in ("dynamic", "content"):
            parts += [text[done : child.open + 1], _body(text, child)]
            done = child.close
            needs_guard = needs_guard or child.kind == "dynamic"
        elif child.is_dynamic:
            parts.append(text[done : child.close + 1])
            parts.append(f'\ndynamic "{TWIN}{child.kind}" {{\nfor_each = [1]\ncontent {{{_body(text, child)}}}\n}}\n')
            done = child.close + 1
            needs_guard = True
    return "".join([*parts, text[done : span.close], GUARD_TEXT if needs_guard else ""])


def _with_defaults(text: str, variables: Collection[str]) -> str:
    """A file in which some variables have twins, and a local is read for each of them."""
    parts, done = [], 0
    for span in _spans(_masked(text)):
        if span.kind == "variable":
            block = text[span.start : span.close + 1]
            name = text[span.start : span.open].partition('"')[2].rstrip('" \t')
            twin = block.replace(f'"{name}"', f'"{DEFAULT}{name}"', 1) if name in variables else ""
            parts += [_by_local(text[done : span.start], variables), block, "\n", twin]
            done = span.close + 1
    return "".join([*parts, _by_local(text[done:], variables)])


def _refusing_null(module: Definitions) -> list[str]:
    """The variables of a module that need a twin. Files in JSON are not rewritten."""
    return sorted(name for name in module.defaults_for_null if JSON_MARK not in module.variables[name])


def _by_local(text: str, variables: Collection[str]) -> str:
    return VARIABLE.sub(lambda match: f"local.{GIVEN}{match[1]}" if match[1] in variables else match[0], text)


def _chosen(variables: Collection[str]) -> str:
    """The locals that are read: what is handed in, or the default."""
    choices = (f"{GIVEN}{each} = var.{each} == null ? var.{DEFAULT}{each} : var.{each}\n" for each in variables)
    return f"locals {{\n{''.join(choices)}}}\n"


def _spans(masked: str) -> list[_Span]:
    """The outermost blocks of a text whose strings and comments are blank."""
    headers = {match.end() - 1: match for match in HEADER.finditer(masked)}
    outermost = _Span("", 0, 0)
    stack = [outermost]
    for match in re.finditer(r"[{}]", masked):
        if match[0] == "{":
            header = headers.get(match.start())
            # Braces of an expression: what looks like a block inside belongs to nothing.
            span = _Span(header[1], header.start(1), match.start()) if header else _Span("", 0, match.start())
            if header:
                stack[-1].children.append(span)
            stack.append(span)
        elif len(stack) > 1:
            stack.pop().close = match.start()
    return outermost.children


def _masked(text: str) -> str:
    """The text with every string, comment and heredoc blank, of the same length. Quotes stay."""
    parts, done = [], 0
    while match := OPAQUE.search(text, done):
        end = _end_of_string(text, match.start()) if match[0] == '"' else match.end()
        parts.append(text[done : match.start()])
        hidden = re.sub(r"[^\n]", " ", text[match.start() : end])
        parts.append(f'"{hidden[1:-1]}"' if match[0] == '"' else hidden)
        done = end
    return "".join([*parts, text[done:]])


def _end_of_string(text: str, start: int) -> int:
    """The index after the quote that closes the string at `start`; strings may hold expressions with strings."""
    index, depth = start + 1, 0
    while index < len(text):
        if text[index] == "\\":
            index += 1
        elif text.startswith(("${", "%{"), index):
            index, depth = index + 1, depth + 1
        elif depth and text[index] in "{}":
            depth += 1 if text[index] == "{" else -1
        elif text[index] == '"':
            if not depth:
                return index + 1
            index = _end_of_string(text, index) - 1
        index += 1
    return len(text)
