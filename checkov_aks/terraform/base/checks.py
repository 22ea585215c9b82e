"""The classes that every Terraform check derives from."""

from __future__ import annotations

import logging
from abc import abstractmethod
from typing import Any, ClassVar, Final, Generic, TypeVar

from checkov.common.bridgecrew.severities import Severities
from checkov.common.models.enums import CheckResult
from checkov.runner_filter import RunnerFilter
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from checkov_aks.common.check import CheckInfo
from checkov_aks.common.graphs import PerThread, category_of
from checkov_aks.common.verdict import PASSED, Outcome, Verdict
from checkov_aks.terraform.base.azurerm import CLUSTER, NODE_POOL
from checkov_aks.terraform.base.block import Block, Resource
from checkov_aks.terraform.base.sources import keep
from checkov_aks.terraform.base.values import Value

Subject = TypeVar("Subject", bound=Block)

logger = logging.getLogger(__name__)

RESULTS: Final = {outcome: CheckResult[outcome.value] for outcome in Outcome}
# Our own tests set it: what a check raises is raised.
strict = False


class TerraformCheck(BaseResourceCheck, Generic[Subject]):
    """What all Terraform checks share. A subclass declares `info` and `resources` and defines `evaluate`."""

    info: ClassVar[CheckInfo]
    resources: ClassVar[tuple[str, ...]]

    graph = PerThread()
    entity_path = PerThread()
    entity_type = PerThread()
    evaluated_keys = PerThread()
    details = PerThread()

    def __init__(self) -> None:
        super().__init__(
            name=self.info.title,
            id=self.info.id,
            categories=[category_of(type(self))],
            supported_resources=self.resources,
            guideline=self.info.learn_url,
        )
        self.severity = Severities[self.info.severity.value]  # type: ignore[assignment]
        RunnerFilter.notify_external_check(self.id)
        keep()

    @abstractmethod
    def evaluate(self, subject: Subject, /) -> Verdict:
        """The verdict on one instance."""

    @abstractmethod
    def evaluate_resource(self, resource: Resource, trail: list[Value]) -> Verdict:
        """The verdict on one resource instance; what is read goes into the trail."""

    def scan_entity_conf(self, conf: dict[str, list[Any]], entity_type: str) -> CheckResult:
        """Checkov's entry. Its own rewriting of dynamic blocks is left out: it invents blocks that are not there."""
        self.entity_type = entity_type
        return self.scan_resource_conf(conf)

    def scan_resource_conf(self, conf: dict[str, list[Any]]) -> CheckResult:
        """The result on a configuration, which may stand for several instances. Never raises."""
        try:
            return self._scan(conf)
        except RecursionError:
            return CheckResult.UNKNOWN  # nested more deeply than anything that Terraform takes
        except Exception:
            if strict:
                raise
            logger.error("%s could not judge %s; please report this", self.id, self.entity_path, exc_info=True)
            return CheckResult.UNKNOWN

    def _scan(self, conf: dict[str, list[Any]]) -> CheckResult:
        # Half of the base, which many a process that loads the checks never needs.
        from checkov_aks.terraform.base.scan import resources_of

        resources = resources_of(conf, self)
        judged = [(resource, *self._judge(resource)) for resource in resources]
        # One instance that fails decides; all must pass for a pass.
        for outcome in (Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED):
            for resource, verdict, trail in judged:
                if verdict.outcome is outcome:
                    self.evaluated_keys = list({value.key: None for value in trail})
                    instance = resource.address if len(resources) > 1 else ""
                    self.details = self._explain(verdict, trail, instance) if verdict.failed else []
                    return RESULTS[outcome]
        return CheckResult.UNKNOWN

    def _judge(self, resource: Resource) -> tuple[Verdict, list[Value]]:
        trail: list[Value] = []
        return self.evaluate_resource(resource, trail), trail

    def _explain(self, verdict: Verdict, trail: list[Value], instance: str) -> list[str]:
        """The reason and the fix, a line each; the reason names the instance where there are several."""
        found = "; ".join(dict.fromkeys(value.describe() for value in trail if not value.unknown))
        reason = verdict.reason or found
        reason = f"`{instance}`: {reason}" if instance else reason[:1].upper() + reason[1:]
        return [f"{reason}.", f"Fix: {self.info.fix}"]


class ResourceCheck(TerraformCheck[Block]):
    """A practice that one resource decides."""

    def evaluate_resource(self, resource: Resource, trail: list[Value]) -> Verdict:
        """The verdict on the outermost block."""
        return self.evaluate(Block(resource, "", trail))


class ClusterCheck(ResourceCheck):
    """A practice of a cluster."""

    resources = (CLUSTER,)


class Pool(Block):
    """A node pool: the default pool inside a cluster, or one of its own."""

    @property
    def is_default(self) -> bool:
        """Whether it is the default pool inside a cluster."""
        return self.resource.type == CLUSTER

    @property
    def is_spot(self) -> Verdict:
        """Whether its machines may be evicted. A default pool's never are."""
        return ~PASSED if self.is_default else self["priority"].is_in("Spot")

    @property
    def cluster(self) -> Block:
        """The cluster around a default pool."""
        return Block(self.resource, "", self.trail)


class PoolCheck(TerraformCheck[Pool]):
    """A practice of every node pool, reported on the cluster for its default pool."""

    resources = (CLUSTER, NODE_POOL)

    def evaluate_resource(self, resource: Resource, trail: list[Value]) -> Verdict:
        """The verdict on a pool of its own, or on a cluster's default pool where there is one."""
        if resource.type == NODE_POOL:
            return self.evaluate(Pool(resource, "", trail))
        there = Block(resource).has("default_node_pool")
        return self.evaluate(Pool(resource, "default_node_pool", trail)).only_if(there)
