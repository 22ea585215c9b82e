"""Everything that a report shows, whatever its form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from checkov_aks.report.checklist import Verdict, checklist
from checkov_aks.report.fixes import Fix, fixes
from checkov_aks.report.model import SEVERITIES, Result, Status
from checkov_aks.report.score import ALL_AREAS, FORMULA, Score, areas, score
from checkov_aks.report.subjects import Subject, subjects


@dataclass(frozen=True)
class Change:
    """Two numbers of one name, before and after; None where nothing was decided."""

    name: str
    before: int | str | None
    after: int | str | None


@dataclass(frozen=True)
class Comparison:
    """What changed since an older scan.

    better   failed then and not now
    worse    fails now and did not then
    scores   of all areas, those that changed
    lines    of the checklist, those that changed
    """

    better: list[Fix]
    worse: list[Fix]
    scores: list[Change]
    lines: list[Change]


@dataclass(frozen=True)
class Overview:
    """The results of a scan, seen from all sides.

    sources     what was scanned or read
    unreadable  files that Checkov could not parse
    old         the results of an older scan to compare with
    """

    results: tuple[Result, ...]
    sources: tuple[str, ...]
    unreadable: tuple[str, ...] = ()
    old: tuple[Result, ...] | None = None

    formula = FORMULA

    @cached_property
    def score(self) -> Score:
        """Over everything."""
        return score(ALL_AREAS, self.results)

    @cached_property
    def areas(self) -> list[Score]:
        """A score for each area."""
        return areas(self.results)

    @cached_property
    def checklist(self) -> list[Verdict]:
        """The guide's checklist over everything."""
        return checklist(self.results)

    @cached_property
    def subjects(self) -> list[Subject]:
        """Clusters and applications."""
        return subjects(self.results)

    @cached_property
    def severities(self) -> list[tuple[str, int]]:
        """Failed results by severity, the worst first; INFO and NONE only where there are some."""
        failed = self.of(Status.FAILED)
        counts = [(name, sum(result.severity == name for result in failed)) for name in SEVERITIES]
        return [(name, count) for name, count in counts if count or name not in ("INFO", "NONE")]

    def of(self, status: Status) -> list[Result]:
        """The results of one status."""
        return [result for result in self.results if result.status is status]

    @cached_property
    def fixes(self) -> list[Fix]:
        """What failed, what to fix first at the top."""
        return fixes(self.of(Status.FAILED))

    @cached_property
    def suppressed(self) -> list[Fix]:
        """What was suppressed, with reasons."""
        return fixes(self.of(Status.SUPPRESSED))

    @cached_property
    def passed(self) -> list[Fix]:
        """What passed."""
        return fixes(self.of(Status.PASSED))

    def subject_of(self, result: Result) -> Subject:
        """The cluster or application of a result."""
        return self._homes[result]

    @cached_property
    def _homes(self) -> dict[Result, Subject]:
        return {result: subject for subject in self.subjects for result in subject.results}

    @cached_property
    def comparison(self) -> Comparison | None:
        """What got better and worse, if there is an older scan."""
        if self.old is None:
            return None
        before = {result.key: result for result in self.old if result.status is Status.FAILED}
        after = {result.key: result for result in self.of(Status.FAILED)}
        return Comparison(
            better=fixes(result for key, result in before.items() if key not in after),
            worse=fixes(result for key, result in after.items() if key not in before),
            scores=_changed(_percents(self.old), _percents(self.results)),
            lines=_changed(
                {verdict.line.title: verdict.state.value for verdict in checklist(self.old)},
                {verdict.line.title: verdict.state.value for verdict in self.checklist},
            ),
        )


def _percents(results: tuple[Result, ...]) -> dict[str, int | str | None]:
    return {item.name: item.percent for item in [score(ALL_AREAS, results), *areas(results)]}


def _changed(before: dict[str, int | str | None], after: dict[str, int | str | None]) -> list[Change]:
    names = dict.fromkeys([*after, *before])
    changes = [Change(name, before.get(name), after.get(name)) for name in names]
    return [change for change in changes if change.before != change.after]
