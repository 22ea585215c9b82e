"""Three-valued logic, and the questions that values answer."""

from __future__ import annotations

from itertools import product

import pytest

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, all_of, any_of, verdict_of
from checkov_aks.terraform.base.values import ABSENT, GIVEN, UNRESOLVED, Value, known

RANK = {FAILED: 0, UNKNOWN: 1, PASSED: 2}


@pytest.mark.parametrize(("left", "right"), list(product(RANK, repeat=2)))
def test_logic_is_kleenes(left: Verdict, right: Verdict) -> None:
    assert RANK[left & right] == min(RANK[left], RANK[right])
    assert RANK[left | right] == max(RANK[left], RANK[right])
    assert RANK[~left] == 2 - RANK[left]
    assert left.only_if(right) == (left if right is PASSED else UNKNOWN)


def test_empty_sequences() -> None:
    assert all_of([]) is PASSED
    assert any_of([]) is FAILED
    assert all_of([PASSED, UNKNOWN, FAILED]) is FAILED
    assert any_of([FAILED, UNKNOWN]) is UNKNOWN


def test_a_verdict_is_no_boolean() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(PASSED)


def test_a_reason_stays_with_a_failure() -> None:
    assert FAILED.because("x").reason == "x"
    assert PASSED.because("x").reason == ""
    assert (PASSED & FAILED.because("x")).reason == "x"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (known(True), PASSED), (known("true"), PASSED), (known(False), FAILED), (known("false"), FAILED),
        (ABSENT, FAILED), (UNRESOLVED, UNKNOWN), (GIVEN, UNKNOWN), (known("x"), UNKNOWN), (known([True]), UNKNOWN),
    ],
)  # fmt: skip
def test_is_true(value: Value, expected: Verdict) -> None:
    assert value.is_true() is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (known("x"), PASSED), (known(0), PASSED), (known(False), PASSED), (known(["x"]), PASSED), (GIVEN, PASSED),
        (known(""), FAILED), (known([]), FAILED), (known({}), FAILED), (ABSENT, FAILED), (UNRESOLVED, UNKNOWN),
    ],
)  # fmt: skip
def test_is_set(value: Value, expected: Verdict) -> None:
    assert value.is_set() is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (known("a"), PASSED), (known("A"), PASSED), (known("b"), FAILED), (known("c"), UNKNOWN), (known(""), FAILED),
        (ABSENT, FAILED), (UNRESOLVED, UNKNOWN), (known({"a": 1}), UNKNOWN),
    ],
)  # fmt: skip
def test_sorts(value: Value, expected: Verdict) -> None:
    assert value.sorts(passed=("a",), failed=("b",)) is expected


def test_conversions_of_terraform() -> None:
    assert known("3").number() == 3
    assert known(2.5).number() == 2.5
    assert known(True).number() is None
    assert known("x").number() is None
    assert known(3).text() == "3"
    assert known(True).text() == "true"
    assert known({"a": None, "b": 1}).entries() == {"b": known(1)}
    assert known('{"a": 1}').parsed_json() == {"a": 1}
    assert known("{").parsed_json() is None
    assert ABSENT.items() == ()
    assert UNRESOLVED.items() is None


def test_descriptions() -> None:
    assert known(["a", GIVEN]).at("k", "zones").describe() == '`zones` is `["a", ?]`'
    assert ABSENT.at("k", "x").default("Free").describe() == '`x` is not set (default `"Free"`)'
    assert ABSENT.at("k", "x").describe() == "`x` is not set"
    assert known(True).at("k", "x").describe() == "`x` is `true`"
    assert verdict_of(True) is PASSED
