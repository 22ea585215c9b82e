"""Three-valued logic: what a file proves, disproves, or leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final


class Outcome(Enum):
    """The three values, named as Checkov names its results."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome and, for a failure, the reason where the values that were read do not tell it.

    Verdicts combine by Kleene's logic, with PASSED as true: `a & b`, `a | b`, `~a`. What is UNKNOWN decides nothing
    unless it could change the result. Both sides are always evaluated.
    """

    outcome: Outcome
    reason: str = ""

    def __and__(self, other: Verdict) -> Verdict:
        return self._with(other, Outcome.FAILED)

    def __or__(self, other: Verdict) -> Verdict:
        return self._with(other, Outcome.PASSED)

    def _with(self, other: Verdict, decisive: Outcome) -> Verdict:
        """The one that decides, else the one that is UNKNOWN; of equals the one with a reason."""
        if self.outcome is other.outcome:
            return self if self.reason else other
        if other.outcome is decisive or (self.outcome is not decisive and other.outcome is Outcome.UNKNOWN):
            return other
        return self

    def __invert__(self) -> Verdict:
        return UNKNOWN if self.outcome is Outcome.UNKNOWN else verdict_of(self.outcome is Outcome.FAILED)

    def __bool__(self) -> bool:
        raise TypeError("a Verdict has three values: use .passed, .failed or .unknown")

    @property
    def passed(self) -> bool:
        """True if proved."""
        return self.outcome is Outcome.PASSED

    @property
    def failed(self) -> bool:
        """True if disproved."""
        return self.outcome is Outcome.FAILED

    @property
    def unknown(self) -> bool:
        """True if left open."""
        return self.outcome is Outcome.UNKNOWN

    def only_if(self, condition: Verdict) -> Verdict:
        """This verdict where the condition is proved, otherwise UNKNOWN: the rule does not apply, or may not."""
        return self if condition.passed else UNKNOWN

    def because(self, reason: str) -> Verdict:
        """The same verdict with a reason for people, kept for failures only."""
        return replace(self, reason=reason) if self.failed else self


PASSED: Final = Verdict(Outcome.PASSED)
FAILED: Final = Verdict(Outcome.FAILED)
UNKNOWN: Final = Verdict(Outcome.UNKNOWN)


def verdict_of(condition: bool) -> Verdict:
    """PASSED for true, FAILED for false."""
    return PASSED if condition else FAILED


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The conjunction: PASSED for none."""
    result = PASSED
    for verdict in verdicts:
        result &= verdict
    return result


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The disjunction: FAILED for none."""
    result = FAILED
    for verdict in verdicts:
        result |= verdict
    return result
