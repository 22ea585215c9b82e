"""What a manifest says in one place: known, absent or unknown."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from checkov.common.util.consts import LINE_FIELD_NAMES

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, verdict_of

# ${X}, #{X}#, {{ x }}, $(X), <x>, <<x>>, __X__, $X: what a pipeline or a template still has to fill in. The limits on
# length keep the search linear.
PLACEHOLDER: Final = re.compile(
    r"\$\{[^}]{1,200}\}|#\{[^}]{1,200}\}#?|\{\{(?:(?!\{\{|\}\}).){1,200}\}\}|\$\([^)]{1,200}\)|<<?[^<>\s][^<>]{0,200}>>?"
    r"|__\w{1,200}?__|\$[A-Z_][A-Z0-9_]+",
    re.DOTALL,
)
# Alone, any case will do; inside a text, $name is more likely part of a password.
WHOLE_PLACEHOLDER: Final = re.compile(rf"\s*(?:{PLACEHOLDER.pattern}|\$\w+)\s*", re.DOTALL)
# YOUR_CLIENT_ID: counts where no real value looks like that, as with identifiers and secrets.
SHOUTING_CASE: Final = re.compile(r"[A-Z][A-Z0-9]*([_-][A-Z0-9]+)*")
_HINTS: Final = frozenset("$#{<_")

# Of a longer text, people are shown the beginning and the end.
_LONGEST: Final = 120


class State(Enum):
    """Absent means not written, or written as null."""

    KNOWN = "known"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(slots=True, unsafe_hash=True)
class Value:
    """One place of a manifest. Nothing is copied: Checkov's marks inside mappings are passed over on reading, and what
    was read once is kept for the next check. Not frozen, which would make it four times as slow to make; nobody may
    change it.

    raw   what is written there; of an unknown value the text with the placeholder, or None
    path  where it was read, as people write it: `spec.template.spec.containers[0].image`
    """

    state: State
    raw: Any = None
    path: str = ""
    # What was read of it already: by path, and as what an entry counts that is not written.
    _read: dict[str, Value] | None = field(default=None, init=False, compare=False, repr=False)
    _unwritten: State | None = field(default=None, init=False, compare=False, repr=False)

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

    # -- navigation: below what is absent all is absent; below what is unknown, or of another type, all is unknown

    def __getitem__(self, path: str) -> Value:
        """The value at a dotted path of field names, as `value["spec.type"]`."""
        kept = self._kept()
        value = kept.get(path)
        if value is None:
            outer, _, name = path.rpartition(".")
            value = kept[path] = self[outer].entry(name) if outer else self._entry(name)
        return value

    def entry(self, key: str) -> Value:
        """The entry of a mapping: for keys with dots, such as labels and annotations."""
        if "." not in key:
            return self[key]
        kept, mark = self._kept(), f"{key}\0"  # no path
        value = kept.get(mark)
        if value is None:
            value = kept[mark] = self._entry(key)
        return value

    def _kept(self) -> dict[str, Value]:
        if self._read is None:
            self._read = {}
        return self._read

    def _entry(self, key: str) -> Value:
        path = f"{self.path}.{key}" if self.path else key
        mapping = self._mapping()
        if mapping is None:
            return Value(State.ABSENT if self.absent else State.UNKNOWN, None, path)
        value = mapping.get(key)
        return read(value, path) if value is not None else Value(self._left_out(mapping), None, path)

    def _left_out(self, mapping: Mapping[Any, Any]) -> State:
        """What an entry is that is not written: unknown where the key of another is still to be filled in."""
        if self._unwritten is None:
            self._unwritten = State.UNKNOWN if any(map(_is_template, mapping)) else State.ABSENT
        return self._unwritten

    def entries(self) -> Mapping[str, Value] | None:
        """The entries of a mapping without nulls; none where it is absent; None where it cannot be told."""
        mapping = self._mapping()
        if mapping is None:
            return {} if self.absent else None
        return {
            str(key): read(value, f"{self.path}.{key}" if self.path else str(key))
            for key, value in mapping.items()
            if value is not None and key not in LINE_FIELD_NAMES
        }

    def items(self) -> tuple[Value, ...] | None:
        """The elements of a list; none where it is absent; None where it cannot be told."""
        if self.absent:
            return ()
        if not (self.known and isinstance(self.raw, list)):
            return None
        return tuple(read(item, f"{self.path}[{index}]") for index, item in enumerate(self.raw))

    def each(self) -> tuple[Value, ...]:
        """The elements of a list to ask a question of; a list that cannot be told is one unknown element."""
        items = self.items()
        return (replace(UNRESOLVED, path=self.path),) if items is None else items

    def _mapping(self) -> Mapping[Any, Any] | None:
        return self.raw if self.known and isinstance(self.raw, dict) else None

    # -- readings: None where the value is not known or has another type

    def text(self) -> str | None:
        """The value if it is a string."""
        return self.raw if self.known and isinstance(self.raw, str) else None

    def written(self) -> str | None:
        """The text as it is written, placeholders and all."""
        return self.raw if isinstance(self.raw, str) else None

    def integer(self) -> int | None:
        """The value if it is an integer, or a string that holds one, as annotations do."""
        if self.known and isinstance(self.raw, int) and not isinstance(self.raw, bool):
            return self.raw
        text = self.text() or ""
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else None

    def lies_in(self, numbers: range) -> bool:
        """Whether it is an integer of a range, which would be searched from end to end for anything else."""
        number = self.integer()
        return number is not None and number in numbers

    def literal(self) -> str | None:
        """The beginning of a text that no placeholder can change: of `acr.azurecr.io/app:${TAG}` what is before `$`."""
        if self.known:
            return self.text()
        found = PLACEHOLDER.search(self.raw) if isinstance(self.raw, str) else None
        return self.raw[: found.start()] if found else None

    # -- questions, answered with a verdict

    def is_true(self) -> Verdict:
        """Whether it is the boolean true. Absent is not; what is no boolean cannot be told."""
        if self.absent:
            return FAILED
        return verdict_of(self.raw) if self.known and isinstance(self.raw, bool) else UNKNOWN

    def is_set(self) -> Verdict:
        """Whether there is something: a placeholder counts; null, empty text, empty lists and mappings do not."""
        if self.unknown:
            return UNKNOWN if self.raw is None else PASSED
        if isinstance(self.raw, dict):
            return verdict_of(any(key not in LINE_FIELD_NAMES for key in self.raw))
        return verdict_of(self.known and self.raw not in ("", []))

    def is_present(self) -> Verdict:
        """Whether it is written at all, empty or not."""
        return UNKNOWN if self.unknown and self.raw is None else verdict_of(not self.absent)

    def is_in(self, *texts: str) -> Verdict:
        """Whether it is exactly one of the texts, case and all. Absent is not, nor is what is no text."""
        return UNKNOWN if self.unknown else verdict_of(isinstance(self.raw, str) and self.raw in texts)

    def is_text(self, *texts: str) -> Verdict:
        """Whether it is exactly one of the texts, where a text belongs: what is none cannot be told. Absent is not."""
        return self.is_in(*texts) if self.absent or self.text() is not None else UNKNOWN

    def folds_to(self, *texts: str) -> Verdict:
        """Whether it is one of the texts in any case, as Azure's drivers read their parameters; true is "true"."""
        if self.unknown:
            return UNKNOWN
        found = str(self.raw).lower() if self.known and isinstance(self.raw, (str, bool, int)) else None
        return verdict_of(found in {text.lower() for text in texts})

    def equals(self, other: Value) -> Verdict:
        """Whether both are the same text, or the same placeholder; absent equals absent only."""
        if self.unknown or other.unknown:
            return PASSED if self.raw is not None and self.raw == other.raw else UNKNOWN
        return verdict_of(self.state is other.state and self.raw == other.raw)

    def describe(self) -> str:
        """What was found, for people."""
        if self.absent:
            return f"`{self.path}` is not set"
        if isinstance(self.raw, bool):
            return f"`{self.path}` is `{str(self.raw).lower()}`"
        if isinstance(self.raw, (str, int, float)):
            return f"`{self.path}` is `{_shown(self.raw)}`"
        return f"`{self.path}` is set"


ABSENT: Final = Value(State.ABSENT)
UNRESOLVED: Final = Value(State.UNKNOWN)


def read(raw: Any, path: str = "") -> Value:
    """The value of what is written somewhere."""
    if raw is None:
        return Value(State.ABSENT, None, path)
    if isinstance(raw, str) and has_placeholder(raw):
        return Value(State.UNKNOWN, raw, path)
    return Value(State.KNOWN, raw, path)


def _shown(raw: str | float) -> str:
    """A text or number as JSON, which escapes what a terminal would obey."""
    if isinstance(raw, str) and len(raw) > _LONGEST:
        raw = f"{raw[: _LONGEST // 2]}...{raw[-_LONGEST // 2 :]}"
    return json.dumps(raw)


def has_placeholder(text: str) -> bool:
    """Whether something in a text is still to be filled in."""
    return not _HINTS.isdisjoint(text) and (
        PLACEHOLDER.search(text) is not None or WHOLE_PLACEHOLDER.fullmatch(text) is not None
    )


@lru_cache(maxsize=4096)
def _is_template(key: Any) -> bool:
    return isinstance(key, str) and key not in LINE_FIELD_NAMES and has_placeholder(key)


def is_placeholder(text: str) -> bool:
    """Whether a text as a whole is still to be filled in: ${X}, <x>, or a word in SHOUTING_CASE."""
    return bool(WHOLE_PLACEHOLDER.fullmatch(text) or SHOUTING_CASE.fullmatch(text.strip()))
