"""What diagnostic settings send, whichever way they spell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checkov_aks.common.verdict import PASSED, Verdict
from checkov_aks.terraform.base.azurerm import CLUSTER, DIAGNOSTIC_SETTING
from checkov_aks.terraform.base.block import Block, Blocks, once
from checkov_aks.terraform.base.checks import ResourceCheck

# The categories in each group: https://learn.microsoft.com/azure/aks/monitor-aks-reference
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {"audit": ("kube-audit", "kube-audit-admin", "guard")}
EVERYTHING: Final = "alllogs"


class DiagnosticSettingCheck(ResourceCheck):
    """A practice of the diagnostic settings of a cluster. They are judged together: each may send a part."""

    resources = (DIAGNOSTIC_SETTING,)

    def __init__(self) -> None:
        super().__init__()
        self._judged = once(self.judge)  # they share the verdict

    def evaluate(self, setting: Block, /) -> Verdict:
        """The verdict on all settings of the cluster that this one belongs to; UNKNOWN for any other target."""
        target = setting.target("target_resource_id")
        return self._judged(target.companions).only_if(target.is_a(CLUSTER))

    def judge(self, settings: Blocks) -> Verdict:
        """The verdict on the settings of one cluster."""
        raise NotImplementedError


@dataclass(frozen=True)
class Sent:
    """Log categories, and whether there may be others."""

    categories: frozenset[str]
    is_open: bool


def logs_sent(settings: Blocks) -> Sent:
    """The categories that settings enable; `alllogs` for all of them."""
    kinds = [setting.blocks(name) for setting in settings.items for name in ("enabled_log", "log")]
    is_open = not settings.certain or not all(blocks.certain for blocks in kinds)
    found: set[str] = set()
    for block in (item for blocks in kinds for item in blocks.items):
        is_on = PASSED if block.place.startswith("enabled_log/") else ~block["enabled"].is_in("false")
        categories = set() if is_on.failed else _categories(block)
        is_open = is_open or categories is None or is_on.unknown
        found |= categories or set() if is_on.passed else set()
    return Sent(frozenset(found), is_open)


def _categories(block: Block) -> set[str] | None:
    """The categories of one block, or None if they are not known. It has a category or a group, never both."""
    category, group = block["category"], block["category_group"]
    if not (category.text() or group.text()) and (category.unknown or group.unknown):
        return None
    named = {category.text() or ""} | set(GROUPS.get((group.text() or "").lower(), ()))
    return {name.lower() for name in named if name} | (
        {EVERYTHING} if (group.text() or "").lower() == EVERYTHING else set()
    )


def sends_metrics(setting: Block) -> Verdict:
    """Whether a setting sends all platform metrics."""
    older = setting.blocks("metric").any(lambda block: _is_all(block) & (~block["enabled"].is_in("false")))
    return setting.blocks("enabled_metric").any(_is_all) | older


def _is_all(block: Block) -> Verdict:
    return block["category"].is_in("AllMetrics")
