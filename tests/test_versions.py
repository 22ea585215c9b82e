"""Which releases of azurerm a constraint admits."""

from __future__ import annotations

import pytest

from checkov_aks.terraform.base.versions import EVERY_RELEASE, admitted, narrowed, to_judge


@pytest.mark.parametrize(
    ("constraints", "majors"),
    [
        ((), {1, 2, 3, 4, 5}),
        (("~> 4.60",), {4}),
        (("~> 4.0.1",), {4}),
        (("~> 4",), {4, 5}),
        ((">= 3.0, < 4.0",), {3}),
        ((">= 3.0", "< 4"), {3}),
        ((">= 4.0",), {4, 5}),
        (("= 2.46.0",), {2}),
        (("2.46",), {2}),
        (("3.117.1",), {3}),
        (("> 3.117.0, < 4.0.0",), {3}),
        (("!= 5.0.0, >= 5",), {5}),
        (("v4.1.0",), {4}),
        (("not a version",), {1, 2, 3, 4, 5}),
        ((">= 9.0",), {1, 2, 3, 4, 5}),
    ],
)
def test_admitted_majors(constraints: tuple[str, ...], majors: set[int]) -> None:
    assert {major for major, _ in admitted(constraints)} == majors


def test_minor_releases() -> None:
    assert admitted(("~> 2.90",)) == {(2, minor) for minor in range(90, 100)}
    assert admitted(("= 3.117.1",)) == {(3, 117)}
    assert admitted(("~> 4.10.0",)) == {(4, 10)}


def test_spellings_narrow_unless_they_contradict() -> None:
    older = narrowed(EVERY_RELEASE, (((2, 0), (4, 0)),))
    assert {major for major, _ in older} == {2, 3}
    assert narrowed(admitted(("~> 4.0",)), (((2, 0), (3, 0)),)) == admitted(("~> 4.0",))


def test_old_releases_count_only_alone() -> None:
    assert {major for major, _ in to_judge(EVERY_RELEASE)} == {3, 4, 5}
    assert to_judge(admitted(("~> 2.50",))) == admitted(("~> 2.50",))
