"""Which azurerm releases a configuration admits, and what that means for defaults and settings."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

Release = tuple[int, int]
Releases = frozenset[Release]

# The last minor release of each major; the current major may grow, which changes nothing here.
LAST_MINOR = {1: 44, 2: 99, 3: 117, 4: 81, 5: 2}
EVERY_RELEASE: Releases = frozenset((major, minor) for major, last in LAST_MINOR.items() for minor in range(last + 1))
# Where nothing tells the version, nobody means v1 or v2.
USUAL_RELEASES: Releases = frozenset(release for release in EVERY_RELEASE if release[0] >= 3)


@lru_cache(maxsize=256)
def admitted(constraints: tuple[str, ...]) -> Releases:
    """The releases that all version constraints admit; all of them for none, or where a constraint is no constraint.

    Source of the syntax: https://developer.hashicorp.com/terraform/language/expressions/version-constraints
    """
    try:
        terms = [_specifier(term.strip()) for text in constraints for term in text.split(",") if term.strip()]
        found = {release for release in EVERY_RELEASE if all(_admits(term, release) for term in terms)}
    except ValueError:  # no specifier, or a number without end
        return EVERY_RELEASE
    return frozenset(found) or EVERY_RELEASE


def _specifier(term: str) -> SpecifierSet:
    from packaging.specifiers import SpecifierSet

    operator, version = re.fullmatch(r"([<>=!~]*)\s*v?(.*)", term, re.DOTALL).groups()  # type: ignore[union-attr]
    if operator == "~>":
        # `~> 4` lets the only component grow: it is `>= 4`.
        operator = "~=" if "." in version else ">="
    return SpecifierSet(f"{'==' if operator in ('', '=') else operator}{version}")


def _admits(term: SpecifierSet, release: Release) -> bool:
    """Whether any patch of a minor release is admitted: the first, a late one, or the one that the term names."""
    major, minor = release
    named = (str(spec.version) for spec in term)
    patches = chain(["0", "99"], (v.split(".")[2] for v in named if re.match(rf"{major}\.{minor}\.\d", v)))
    return any(term.contains(f"{major}.{minor}.{patch}") for patch in patches)


@lru_cache(maxsize=1024)
def narrowed(releases: Releases, known_by: tuple[tuple[Release, Release | None], ...]) -> Releases:
    """The releases that know every spelling in use, given each one's first release and the first without it.

    Spellings that contradict each other or the constraint tell nothing: then `releases` itself.
    """
    found = releases
    for since, until in known_by:
        found = frozenset(release for release in found if since <= release and (until is None or release < until))
    return found or releases


@lru_cache(maxsize=1024)
def to_judge(releases: Releases) -> Releases:
    """The releases whose defaults count: v1 and v2 only where nothing newer is admitted."""
    return releases & USUAL_RELEASES or releases
