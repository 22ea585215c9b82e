"""What an attribute points at: a resource of the scan, one elsewhere whose type is evident, or nobody knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, all_of, any_of, verdict_of
from checkov_aks.terraform.base.arm import ArmId, parse_id
from checkov_aks.terraform.base.azurerm import AUTOMATIC_CLUSTER, CLUSTER, ONLY_TYPE, RESOURCE_GROUP, SUBSCRIPTION
from checkov_aks.terraform.base.references import HOLE, Reference, Trace
from checkov_aks.terraform.base.values import Value

if TYPE_CHECKING:
    from checkov_aks.terraform.base.block import Block, Blocks, Home

# How ids begin that go on below one of these.
ABOVE: Final = {
    SUBSCRIPTION: "/subscriptions/${subscription}",
    RESOURCE_GROUP: "/subscriptions/${subscription}/resourceGroups/${group}",
}

# Providers whose attributes are of what they made.
CLOUDS: Final = (
    "azurerm_", "azuread_",
    "alicloud_", "aws_", "civo_", "digitalocean_", "google_", "ibm_", "linode_", "oci_", "scaleway_",
)  # fmt: skip

# Types that are a kind of another.
ALSO: Final = {AUTOMATIC_CLUSTER: CLUSTER}


@dataclass(frozen=True)
class Target:
    """What an attribute points at, by reference or by a literal id.

    name    the attribute
    value   as the file proves it
    found   what its source text refers to
    block   the resource that it belongs to
    """

    name: str
    value: Value
    found: Trace
    block: Block
    home: Home | None

    @property
    def reference(self) -> Reference | None:
        """The one reference that it is, or None. An id that is known, or below a resource group, is a text."""
        only = None if self.value.absent else self.found.only
        if only is None or (only.rest and only.type.removeprefix("data.") in ABOVE):
            return None
        return None if only.rest is None and parse_id(self.value.text() or "") else only

    @property
    def arm_id(self) -> ArmId | None:
        """The literal id that it is, holes included, or None."""
        text = self.text
        return parse_id(text) if text else None

    @property
    def text(self) -> str | None:
        """Its text, holes included, where it is no reference."""
        only, template = self.found.only, self.found.template or "${"
        if only is None or self.value.known or self.reference:
            # A text that begins with a hole may be anything.
            known = self.value.text() or (None if template.startswith("${") else template)
            return None if self.reference else known
        return ABOVE[only.type.removeprefix("data.")] + (only.rest or "")

    @property
    def pattern(self) -> str | None:
        """Its text, each hole as `$`."""
        text = self.value.text() or self.found.template
        return HOLE.sub("$", text) if text else None

    def is_a(self, type_: str, attribute: str = "id") -> Verdict:
        """Whether it is an attribute of a resource of that type, managed here or looked up. Absent is not."""
        if self.value.absent:
            return FAILED
        if self.arm_id is not None:
            return verdict_of((self.arm_id.type, attribute, self.arm_id.rest) == (type_, "id", ""))
        if self.value.known and self.reference is None:
            return FAILED
        matches = [self.refers_to(reference, type_, attribute) for reference in self.found.references]
        if self.found.is_open or not matches:
            return UNKNOWN
        if any_of(matches).failed:
            return FAILED
        return PASSED if all_of(matches).passed and not self.found.optional else UNKNOWN

    def is_below(self, type_: str, pattern: str) -> Verdict:
        """Whether it is the id of such a resource and what follows matches a pattern, in any case: "" for nothing."""
        reference, arm_id = self.reference, self.arm_id
        if arm_id is not None:
            return verdict_of(arm_id.type == type_ and re.fullmatch(pattern, arm_id.rest, re.IGNORECASE) is not None)
        if reference is None:
            return self.is_a(type_)
        is_such = self.refers_to(replace(reference, rest=""), type_, "id")
        rest = reference.rest
        return is_such & (
            UNKNOWN if rest is None else verdict_of(re.fullmatch(pattern, rest, re.IGNORECASE) is not None)
        )

    def blocks(self, type_: str, attribute: str = "id") -> Blocks:
        """The resources of the scan that it is; not certain where it may be others, or one outside the scan."""
        from checkov_aks.terraform.base.block import Block, Blocks

        resources, certain = self.home.resolve(self, type_, attribute) if self.home else ((), False)
        return Blocks(tuple(Block(resource) for resource in resources), certain)

    @property
    def companions(self) -> Blocks:
        """The resources whose same attribute points at the same, this one among them."""
        from checkov_aks.terraform.base.block import Blocks

        return self.home.companions(self) if self.home else Blocks((self.block,), False)

    def declared(self, type_: str, attribute: str = "id") -> Blocks:
        """The resource or data source of the scan that it is an attribute of."""
        is_looked_up = self.reference is not None and self.reference.type.startswith("data.")
        return self.blocks(f"data.{type_}" if is_looked_up else type_, attribute)

    def in_hole(self, type_: str) -> Blocks:
        """The only resource of a type that its text is made with."""
        from checkov_aks.terraform.base.block import Block, Blocks

        found = [hole for hole in self.found.holes.values() if hole.type == type_]
        resources = self.home.at(found[0].address) if self.home and len(found) == 1 else ()
        return Blocks(tuple(map(Block, resources)), len(resources) == 1)

    def refers_to(self, reference: Reference, type_: str, attribute: str) -> Verdict:
        """Whether a reference is that attribute of such a resource. An attribute that is lost may be any."""
        kind = reference.type.removeprefix("data.")
        if ALSO.get(kind, kind) != type_ or reference.rest:
            is_its_id = attribute == "id" and taken_by(reference) == type_
            return UNKNOWN if is_its_id or is_foreign(reference) else FAILED
        if reference.rest is None and type_ in ABOVE:
            return UNKNOWN  # an id below it, of which the rest is lost, is as likely
        if reference.attribute is None:
            return PASSED if ONLY_TYPE.get(self.name.rpartition(".")[2]) == type_ else UNKNOWN
        return verdict_of(reference.attribute == attribute)


def is_foreign(reference: Reference) -> bool:
    """Whether it is of no cloud: `time_sleep`, `terraform_data` and others pass on anything."""
    return not reference.type.removeprefix("data.").startswith(CLOUDS)


def taken_by(reference: Reference) -> str | None:
    """The type of what the attribute takes an id of that is referred to, as `vnet_subnet_id`; None for any other."""
    return ONLY_TYPE.get((reference.attribute or "").rpartition(".")[2])
