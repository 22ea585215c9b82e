"""What the rules of a network security group let in, written inside it or as resources of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from checkov_aks.common.verdict import UNKNOWN, Verdict, any_of, verdict_of
from checkov_aks.terraform.base.block import Block
from checkov_aks.terraform.base.values import Value

ANYWHERE: Final = ("*", "Any", "Internet", "0.0.0.0/0", "::/0")
EVERY_PORT: Final = range(65536)


def is_rule(rule: Block, access: str) -> Verdict:
    """Whether it is an inbound rule that allows, or denies."""
    return rule["direction"].is_in("Inbound") & rule["access"].is_in(access)


def is_from_anywhere(rule: Block) -> Verdict:
    """Whether its sources include the whole Internet."""
    listed = _items(rule["source_address_prefixes"])
    single = rule["source_address_prefix"].is_in(*ANYWHERE)
    return single | (UNKNOWN if listed is None else any_of(prefix.is_in(*ANYWHERE) for prefix in listed))


def covers(rule: Block, kind: str, ports: Iterable[range]) -> Verdict:
    """Whether its ports, of the source or destination, include all of the given ones."""
    opened = _ports(rule, kind)
    if opened is None:
        return UNKNOWN
    return verdict_of(all(any(o.start <= p.start and p.stop <= o.stop for o in opened) for p in ports))


def reaches(rule: Block, ports: Iterable[range]) -> Verdict:
    """Whether its destination ports include any of the given ones."""
    opened = _ports(rule, "destination")
    if opened is None:
        return UNKNOWN
    return verdict_of(any(o.start < p.stop and p.start < o.stop for o in opened for p in ports))


def _ports(rule: Block, kind: str) -> list[range] | None:
    listed, single = _items(rule[f"{kind}_port_ranges"]), rule[f"{kind}_port_range"]
    if listed is None or single.unknown:
        return None
    found = list(_ranges(value for value in (*listed, single) if not value.absent))
    return None if None in found else [each for each in found if each is not None]


def _ranges(values: Iterable[Value]) -> Iterator[range | None]:
    for value in values:
        first, _, last = (value.text() or "?").partition("-")
        if first == "*":
            yield EVERY_PORT
        elif first.isdigit() and (last.isdigit() or not last):
            yield range(int(first), int(last or first) + 1)
        else:
            yield None


def _items(value: Value) -> tuple[Value, ...] | None:
    return value.items()
