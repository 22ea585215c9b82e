"""Label selectors, as Kubernetes evaluates them.

https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from checkov_aks.common.verdict import FAILED, UNKNOWN, Verdict, all_of, any_of
from checkov_aks.kubernetes.base.values import Value


def selects(selector: Value, labels: Value) -> Verdict:
    """Whether a selector with `matchLabels` and `matchExpressions` selects what has the labels; empty selects all."""
    if selector.absent:
        return FAILED
    if selector.entries() is None:
        return UNKNOWN
    rules = [_meets(expression, labels) for expression in selector["matchExpressions"].each()]
    return has_all(selector["matchLabels"], labels) & all_of(rules)


def has_all(wanted: Value, labels: Value) -> Verdict:
    """Whether the labels have every pair of a mapping; an absent or empty mapping asks for nothing."""
    pairs = wanted.entries()
    return UNKNOWN if pairs is None else all_of(labels.entry(key).equals(value) for key, value in pairs.items())


def is_empty(selector: Value) -> Verdict:
    """Whether a selector is there and selects everything."""
    if selector.absent:
        return FAILED
    if selector.entries() is None:
        return UNKNOWN
    return ~(selector["matchLabels"].is_set() | selector["matchExpressions"].is_set())


def pairs_of(labels: Value) -> tuple[tuple[str, str], ...] | None:
    """The known pairs of a mapping of labels, sorted; None where any of them cannot be told."""
    entries = labels.entries()
    if entries is None or any(value.text() is None for value in entries.values()):
        return None
    return tuple(sorted((key, str(value.raw)) for key, value in entries.items()))


def written_pairs(labels: Value) -> object:
    """What tells one mapping of labels from another as written, placeholders and all; None where that is no labels."""
    entries = labels.entries()
    if entries is None or not all(isinstance(value.raw, str) for value in entries.values()):
        return None
    return tuple(sorted((key, str(value.raw)) for key, value in entries.items()))


def _meets(expression: Value, labels: Value) -> Verdict:
    key, values = expression["key"].text(), expression["values"].each()
    if key is None:
        return UNKNOWN
    label = labels.entry(key)
    among = any_of(label.equals(value) for value in values)
    present = label.is_present()
    rules = {"In": among, "NotIn": ~among, "Exists": present, "DoesNotExist": ~present}
    return rules.get(expression["operator"].text() or "", UNKNOWN)
