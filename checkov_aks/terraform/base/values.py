"""What a configuration says of one attribute: known, absent or unknown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, NamedTuple

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, verdict_of

Number = int | float

# No number in Azure is; beyond, and with infinity, arithmetic fails.
TOO_LARGE: Final = 10**18


class State(Enum):
    """Absent means not written, or written as null."""

    KNOWN = "known"
    ABSENT = "absent"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # quick, and the members are the only ones


class Value(NamedTuple):
    """One attribute as the file proves it. A tuple, because nothing is made so often.

    raw      of a known value: str, bool, int, float, a tuple of values, or a mapping of text to values
    is_given of an unknown value: it cannot be null, so it is set (a reference, a variable without default)
    key      where it was read, as Checkov writes evaluated keys
    label    its name for people
    implied  the attribute is absent and this is the provider's default; unknown where the admitted releases differ
    """

    state: State
    raw: Any = None
    is_given: bool = False
    key: str = ""
    label: str = ""
    implied: bool = False

    @property
    def known(self) -> bool:
        """True if the file proves the value."""
        return self.state is State.KNOWN

    @property
    def absent(self) -> bool:
        """True if the file proves that there is none."""
        return self.state is State.ABSENT

    @property
    def unknown(self) -> bool:
        """True if the file leaves it open."""
        return self.state is State.UNKNOWN

    def at(self, key: str, label: str) -> Value:
        """The same value with the place where it was read."""
        return Value(self.state, self.raw, self.is_given, key, label, self.implied)

    def default(self, value: Any) -> Value:
        """The provider's default for an absent attribute, with the place of this one."""
        found = known(value)
        return Value(found.state, found.raw, found.is_given, self.key, self.label, True)

    # -- readings: None where the value is not known or has another type

    def text(self) -> str | None:
        """The value as text; Terraform converts numbers and booleans."""
        if not self.known or isinstance(self.raw, (tuple, dict)):
            return None
        return str(self.raw).lower() if isinstance(self.raw, bool) else str(self.raw)

    def boolean(self) -> bool | None:
        """The value as a boolean; Terraform converts the texts "true" and "false"."""
        return {"true": True, "false": False}.get(self.text() or "")

    def number(self) -> Number | None:
        """The value as a number; Terraform converts text."""
        text = self.text()
        try:
            number = None if text is None or isinstance(self.raw, bool) else float(text) if "." in text else int(text)
        except ValueError:
            return None
        return number if number is not None and abs(number) < TOO_LARGE else None

    def items(self) -> tuple[Value, ...] | None:
        """The elements of a list or set, each a value of its own; an absent list has none."""
        if self.absent:
            return ()
        return self.raw if self.known and isinstance(self.raw, tuple) else None

    def entries(self) -> Mapping[str, Value] | None:
        """The entries of a map, each a value of its own; an absent map has none."""
        if self.absent:
            return {}
        return self.raw if self.known and isinstance(self.raw, dict) else None

    def parsed_json(self) -> Any:
        """What a text holds as JSON, or None."""
        try:
            return json.loads(self.text() or "")
        except (ValueError, RecursionError):
            return None

    # -- questions, answered with a verdict

    def is_true(self) -> Verdict:
        """Whether it is true. Absent is not."""
        return FAILED if self.absent else _of(self.boolean())

    def is_set(self) -> Verdict:
        """Whether it has a value, whichever: a reference counts, null and empty text do not."""
        if self.unknown:
            return PASSED if self.is_given else UNKNOWN
        return verdict_of(self.known and self.raw not in ("", (), {}))

    def is_in(self, *texts: str) -> Verdict:
        """Whether it is one of the texts, in any case. Absent is not."""
        if self.absent:
            return FAILED
        text = self.text()
        return UNKNOWN if text is None else verdict_of(text.lower() in {option.lower() for option in texts})

    def sorts(self, *, passed: tuple[str, ...], failed: tuple[str, ...]) -> Verdict:
        """PASSED or FAILED for the texts of either list, in any case; UNKNOWN for any other. Absent fails."""
        return (
            PASSED
            if self.is_in(*passed).passed
            else FAILED
            if self.is_in(*failed, "").passed or self.absent
            else UNKNOWN
        )

    def describe(self) -> str:
        """What was found, for people."""
        if self.implied:
            return f"`{self.label}` is not set (default `{_shown(self)}`)"
        if self.known:
            return f"`{self.label}` is `{_shown(self)}`"
        return f"`{self.label}` is not set" if self.absent else f"`{self.label}` is not known"


def known(raw: Any) -> Value:
    """A known value; lists and maps become values of their elements, nulls in a map are dropped."""
    if isinstance(raw, (list, tuple)):
        return Value(State.KNOWN, tuple(item if isinstance(item, Value) else known(item) for item in raw))
    if isinstance(raw, Mapping):
        entries = {str(key): item if isinstance(item, Value) else known(item) for key, item in raw.items()}
        return Value(State.KNOWN, {key: item for key, item in entries.items() if not item.absent})
    return ABSENT if raw is None else Value(State.KNOWN, raw)


ABSENT: Final = Value(State.ABSENT)
UNRESOLVED: Final = Value(State.UNKNOWN)
GIVEN: Final = Value(State.UNKNOWN, is_given=True)


def _of(condition: bool | None) -> Verdict:
    return UNKNOWN if condition is None else verdict_of(condition)


def _shown(value: Value) -> str:
    items, entries = value.items(), value.entries()
    if items is not None:
        return "[" + ", ".join(_shown(item) if item.known else "?" for item in items) + "]"
    if entries is not None:
        return "{" + ", ".join(f"{key} = {_shown(item) if item.known else '?'}" for key, item in entries.items()) + "}"
    text = value.text() or ""
    return json.dumps(text) if isinstance(value.raw, str) else text
