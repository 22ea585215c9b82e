"""Which nodes a pod asks for, which taints it tolerates, and how pods of a kind are kept apart.

https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, any_of, verdict_of
from checkov_aks.kubernetes.base.manifest import Pod
from checkov_aks.kubernetes.base.scan import agreed
from checkov_aks.kubernetes.base.values import UNRESOLVED, Value, read

_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED: Final = "preferredDuringSchedulingIgnoredDuringExecution"


@dataclass(frozen=True)
class NodeRule:
    """What a pod asks of one label of its node, in the words of a node selector term."""

    key: Value
    operator: str | None
    values: tuple[Value, ...]

    def is_on(self, *keys: str) -> Verdict:
        """Whether it is about one of the labels."""
        return self.key.is_text(*keys)

    def asks_for(self, keys: Sequence[str], text: str) -> Verdict:
        """Whether only nodes with that text at one of the labels will do; UNKNOWN where those are some of several."""
        among = [value.is_text(text) for value in self.values]
        answers = {"In": agreed(among), "NotIn": FAILED.only_if(any_of(among)), "DoesNotExist": FAILED}
        return self.is_on(*keys) & answers.get(self.operator or "", UNKNOWN)


def node_rules(pod: Pod) -> tuple[NodeRule, ...]:
    """All that a pod asks of the labels of nodes: node selector, required and preferred node affinity."""
    terms = (*_required_terms(pod), *_preferred_terms(pod))
    return (*_selector_rules(pod), *(rule for term in terms for rule in term))


def has_node_rules(pod: Pod) -> Verdict:
    """Whether a pod asks anything of the labels of nodes. A placeholder counts."""
    return verdict_of(bool(node_rules(pod)))


def mentions(pod: Pod, keys: Sequence[str]) -> Verdict:
    """Whether a node selector or a node affinity, preferred or not, has one of the labels."""
    return any_of(rule.is_on(*keys) for rule in node_rules(pod))


def selects_nodes(pod: Pod, keys: Sequence[str], text: str) -> Verdict:
    """Whether a pod can run only on nodes with that text at one of the labels: by node selector or required affinity.

    Of the terms of an affinity one is enough, so that all must ask for it. UNKNOWN where other nodes will do as well.
    """
    terms = [_one_asks_for(term, keys, text) for term in _required_terms(pod)]
    return _one_asks_for(_selector_rules(pod), keys, text) | (agreed(terms) if terms else FAILED)


def prefers_nodes(pod: Pod, keys: Sequence[str], text: str) -> Verdict:
    """Whether a pod prefers nodes with that text at one of the labels."""
    return any_of(_one_asks_for(term, keys, text) for term in _preferred_terms(pod))


def tolerates(pod: Pod, key: str, text: str) -> Verdict:
    """Whether a toleration that names the key lets a pod on nodes with the taint `key=text:NoSchedule`."""
    return any_of(
        toleration["key"].is_text(key)
        & _is_for_scheduling(toleration)
        & (_exists(toleration) | _equals(toleration, text))
        for toleration in pod["tolerations"].each()
    )


def tolerates_everything(pod: Pod) -> Verdict:
    """Whether a toleration without key lets a pod on nodes with any taint `...:NoSchedule`."""
    return any_of(
        _is_blank(toleration["key"]) & _is_for_scheduling(toleration) & _exists(toleration)
        for toleration in pod["tolerations"].each()
    )


def is_spread(pod: Pod) -> Verdict:
    """Whether a pod has pod anti-affinity or topology spread constraints. A placeholder counts."""
    apart = pod["affinity.podAntiAffinity"]
    kept_apart = apart.is_set() if apart.unknown else _has_items(apart[_REQUIRED]) | _has_items(apart[_PREFERRED])
    return kept_apart | _has_items(pod["topologySpreadConstraints"])


def topology_keys(pod: Pod) -> tuple[Value, ...]:
    """The topology keys of pod anti-affinity, required or preferred, and of topology spread constraints."""
    apart = pod["affinity.podAntiAffinity"]
    terms = (
        *apart[_REQUIRED].each(),
        *(preferred["podAffinityTerm"] for preferred in apart[_PREFERRED].each()),
        *pod["topologySpreadConstraints"].each(),
    )
    return tuple(term["topologyKey"] for term in terms)


def is_spread_over(pod: Pod, key: str) -> Verdict:
    """Whether one of the topology keys of a pod is the given label."""
    return any_of(found.is_text(key) for found in topology_keys(pod))


def _selector_rules(pod: Pod) -> tuple[NodeRule, ...]:
    pairs = pod["nodeSelector"].entries()
    if pairs is None:
        return (NodeRule(UNRESOLVED, None, ()),)
    return tuple(NodeRule(read(key), "In", (value,)) for key, value in pairs.items())


def _required_terms(pod: Pod) -> list[tuple[NodeRule, ...]]:
    return [_rules(term) for term in pod[f"affinity.nodeAffinity.{_REQUIRED}.nodeSelectorTerms"].each()]


def _preferred_terms(pod: Pod) -> list[tuple[NodeRule, ...]]:
    return [_rules(term["preference"]) for term in pod[f"affinity.nodeAffinity.{_PREFERRED}"].each()]


def _rules(term: Value) -> tuple[NodeRule, ...]:
    return tuple(NodeRule(e["key"], e["operator"].text(), e["values"].each()) for e in term["matchExpressions"].each())


def _one_asks_for(rules: Sequence[NodeRule], keys: Sequence[str], text: str) -> Verdict:
    return any_of(rule.asks_for(keys, text) for rule in rules)


def _is_for_scheduling(toleration: Value) -> Verdict:
    return _is_blank(toleration["effect"]) | toleration["effect"].is_text("NoSchedule")


def _exists(toleration: Value) -> Verdict:
    return toleration["operator"].is_text("Exists")


def _equals(toleration: Value, text: str) -> Verdict:
    operator = toleration["operator"]
    return (_is_blank(operator) | operator.is_text("Equal")) & toleration["value"].is_text(text)


def _has_items(value: Value) -> Verdict:
    if value.unknown:
        return value.is_set()
    items = value.items()
    return UNKNOWN if items is None else verdict_of(bool(items))


def _is_blank(value: Value) -> Verdict:
    return PASSED if value.absent else value.is_text("")
