"""How well a set of results does: passed weight of all weight, by severity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from checkov_aks.report.model import AREAS, SEVERITIES, Result, Status

WEIGHTS = {"CRITICAL": 10, "HIGH": 6, "MEDIUM": 3, "LOW": 1, "INFO": 0, "NONE": 0}
ALL_AREAS = "all areas"
FORMULA = (
    "Score = 100 * passed / (passed + failed), rounded down, where each result counts by the weight of its severity: "
    + ", ".join(f"{name} {weight}" for name, weight in WEIGHTS.items() if weight)
    + ". Suppressed results are not counted."
)


@dataclass(frozen=True)
class Score:
    """The results of one area or of all."""

    name: str
    passed: int
    failed: int
    suppressed: int
    passed_weight: int
    failed_weight: int

    @property
    def percent(self) -> int | None:
        """0 to 100, or None if nothing that counts was decided. 100 only if nothing that counts failed."""
        total = self.passed_weight + self.failed_weight
        return 100 * self.passed_weight // total if total else None


def score(name: str, results: Iterable[Result]) -> Score:
    """The score of some results."""
    number: Counter[Status] = Counter()
    weight: Counter[Status] = Counter()
    for result in results:
        number[result.status] += 1
        weight[result.status] += WEIGHTS[result.severity]
    return Score(
        name,
        number[Status.PASSED],
        number[Status.FAILED],
        number[Status.SUPPRESSED],
        weight[Status.PASSED],
        weight[Status.FAILED],
    )


def areas(results: Iterable[Result]) -> list[Score]:
    """A score for each area that has results, in the order of the guide."""
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(result.area, []).append(result)
    return [score(area, found[area]) for area in sorted(found, key=area_order)]


def area_order(area: str) -> tuple[int, str]:
    """Sorts areas as the guide has them, others after those."""
    return (AREAS.index(area) if area in AREAS else len(AREAS), area)


def severity_order(severity: str) -> int:
    """Sorts severities, the worst first."""
    return SEVERITIES.index(severity)
