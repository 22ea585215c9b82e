"""What the rules of a network security group let in, written inside it or as resources of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, any_of
from checkov_aks.terraform.base.block import Block

ANYWHERE: Final = ("*", "Any", "Internet", "0.0.0.0/0")
ANYWHERE_IPV6: Final = "::/0"
# There is no port 0.
PORT: Final = re.compile("[0-9]{1,5}")
EVERY_PORT: Final = range(1, 65536)


def is_rule(rule: Block, access: str) -> Verdict:
    """Whether it is an inbound rule that allows, or denies."""
    return rule["direction"].is_in("Inbound") & rule["access"].is_in(access)


def is_from_anywhere(rule: Block, *others: str) -> Verdict:
    """Whether its sources include the whole Internet, or one of the others."""
    listed = rule["source_address_prefixes"].items()
    single = rule["source_address_prefix"].is_in(*ANYWHERE, *others)
    return single | (UNKNOWN if listed is None else any_of(prefix.is_in(*ANYWHERE, *others) for prefix in listed))


def covers_all(rule: Block, kind: str) -> Verdict:
    """Whether its ports, of the source or destination, are all there are."""
    opened, is_whole = _ports(rule, kind)
    covered = 0
    for each in sorted(opened, key=lambda ports: ports.start):
        covered = max(covered, each.stop - 1) if each.start <= covered + 1 else covered
    return PASSED if covered >= EVERY_PORT[-1] else FAILED if is_whole else UNKNOWN


def reaches(rule: Block, ports: Iterable[range]) -> Verdict:
    """Whether its destination ports include any of the given ones."""
    opened, is_whole = _ports(rule, "destination")
    is_reached = any(o.start < p.stop and p.start < o.stop for o in opened for p in ports)
    return PASSED if is_reached else FAILED if is_whole else UNKNOWN


def _ports(rule: Block, kind: str) -> tuple[list[range], bool]:
    """The ports that are known, and whether these are all."""
    listed, single = rule[f"{kind}_port_ranges"].items(), rule[f"{kind}_port_range"]
    values = [value for value in (*(listed or ()), single) if not value.absent]
    found = [_range(value.text()) for value in values]
    return [ports for ports in found if ports], listed is not None and None not in found


def _range(text: str | None) -> range | None:
    first, _, last = (text or "?").partition("-")
    if first == "*":
        return EVERY_PORT
    is_range = PORT.fullmatch(first) and (PORT.fullmatch(last) or not last)
    return range(int(first), int(last or first) + 1) if is_range else None
