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


@dataclass(frozen=True)
class Verdict:
    """An outcome and, for a failure, the reason where the values that were read do not tell it.

    Verdicts combine by Kleene's logic, with PASSED as true: `a & b`, `a | b`, `~a`. What is UNKNOWN decides nothing
    unless it could change the result. Both sides are always evaluated.
    """

    outcome: Outcome
    reason: str = ""

    def __and__(self, other: Verdict) -> Verdict:
        return self._first_of((Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED), other)

    def __or__(self, other: Verdict) -> Verdict:
        return self._first_of((Outcome.PASSED, Outcome.UNKNOWN, Outcome.FAILED), other)

    def _first_of(self, outcomes: tuple[Outcome, ...], other: Verdict) -> Verdict:
        """The one whose outcome comes first; of equals the one with a reason."""
        if self.outcome is other.outcome:
            return self if self.reason else other
        return min(self, other, key=lambda verdict: outcomes.index(verdict.outcome))

    def __invert__(self) -> Verdict:
        return {Outcome.PASSED: FAILED, Outcome.FAILED: PASSED, Outcome.UNKNOWN: UNKNOWN}[self.outcome]

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
