"""Text that others wrote, made harmless before it is shown."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# Control characters, marks that turn the direction of writing, lone surrogates, separators of lines.
HARMFUL = {"Cc", "Cf", "Cs", "Zl", "Zp"}
LONGEST = 500

# Zero-width space: a comment must not notify whoever has that name.
MARKDOWN = {ord(char): f"&#{ord(char)};" for char in "&<>*`[]|~\\#!{}+$"} | {ord("@"): "@&#8203;"}


def visible(value: Any) -> Any:
    """Text with what a terminal or browser would obey as an escape, and cut where it is too long; else the value."""
    if not isinstance(value, str):
        return value
    shown = "".join(_escaped(char) if unicodedata.category(char) in HARMFUL else char for char in value[: LONGEST + 1])
    return shown if len(value) <= LONGEST else f"{shown[:LONGEST]}…"


def _escaped(char: str) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char) or (
        f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
    )


def pieces(text: str) -> list[tuple[str, bool]]:
    """The parts of a line of Markdown and whether each is in code marks. Nothing else of Markdown has a meaning."""
    parts = re.split(r"`([^`]*)`", text)
    return [(part, bool(number % 2)) for number, part in enumerate(parts) if part]


def markdown_prose(text: str) -> str:
    """Text that Markdown shows as it is, outside of code, and does not make a link of."""
    shown = text.translate(MARKDOWN).replace("://", ":&#8203;//").replace("www.", "www&#8203;.")
    # Inside of a word it is no emphasis.
    return re.sub(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", "&#95;", shown)


def markdown_code(text: str) -> str:
    """Text that Markdown shows as it is, as code, also in a table."""
    if re.search(r"[`|\\]|^\s|\s$|^$", text):
        encoded = "".join(char if char.isalnum() or char == " " else f"&#{ord(char)};" for char in text)
        return f"<code>{encoded}</code>"
    return f"`{text}`"


def markdown(text: str) -> str:
    """A line with code marks, for Markdown."""
    return "".join(markdown_code(part) if is_code else markdown_prose(part) for part, is_code in pieces(text))
