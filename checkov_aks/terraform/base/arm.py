"""Resource ids of Azure Resource Manager: what type a text names, and which resource."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from checkov_aks.terraform.base.azurerm import ARM_TYPES, MANAGEMENT_GROUP, RESOURCE_GROUP, SUBSCRIPTION

# A segment may be a hole, `${var.name}`, with anything inside.
SEGMENT: Final = r"(?:\$\{[^}]*\}|[^/$]|\$(?!\{))+"
ID: Final = re.compile(
    rf"/subscriptions/(?P<subscription>{SEGMENT})(?:/resourceGroups/(?P<group>{SEGMENT}))?"
    rf"(?:/providers/(?P<namespace>{SEGMENT})(?P<path>(?:/{SEGMENT}/{SEGMENT})+))?/?",
    re.IGNORECASE,
)
GROUP_ID: Final = re.compile(rf"/providers/Microsoft\.Management/managementGroups/{SEGMENT}/?", re.IGNORECASE)


@dataclass(frozen=True)
class ArmId:
    """A resource id.

    type    azurerm's name of the resource type, or "" for one that has none here
    names   of the resource and those around it, outermost first; a name may be a hole, `${...}`
    group   its resource group
    rest    what goes on below it, `/namespaces/shop`
    """

    type: str
    names: tuple[str, ...] = ()
    group: str = ""
    rest: str = ""


def parse_id(text: str) -> ArmId | None:
    """The resource id that a text is, or None. Types compare without regard to case, as Azure's do."""
    if text == "/" or GROUP_ID.fullmatch(text):  # "/" is the tenant's own management group
        return ArmId(MANAGEMENT_GROUP)
    match = ID.fullmatch(text)
    if match is None:
        return None
    if not match["path"]:
        kind = "" if match["namespace"] else RESOURCE_GROUP if match["group"] else SUBSCRIPTION
        return ArmId(kind, (match["group"] or match["subscription"],), match["group"] or "")
    segments = re.findall(SEGMENT, match["path"])
    kinds, names = segments[::2], segments[1::2]
    for count in range(len(kinds), 0, -1):
        kind = "/".join((match["namespace"], *kinds[:count])).lower()
        if kind in ARM_TYPES:
            rest = "".join(f"/{k}/{n}" for k, n in zip(kinds[count:], names[count:], strict=True))
            return ArmId(ARM_TYPES[kind], tuple(names[:count]), match["group"] or "", rest)
    return ArmId("", tuple(names), match["group"] or "")
