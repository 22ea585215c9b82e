"""The classes that every check of manifests derives from."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from threading import RLock
from typing import Any, ClassVar

from checkov.common.bridgecrew.severities import Severities
from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.common.graph.checks_infra.base_check import BaseGraphCheck
from checkov.common.graph.graph_builder import CustomAttributes
from checkov.common.models.enums import CheckResult
from checkov.kubernetes.checks.resource.base_spec_check import BaseK8Check
from checkov.runner_filter import RunnerFilter

from checkov_aks.common.check import CheckInfo
from checkov_aks.common.graphs import PerThread, category_of
from checkov_aks.common.verdict import UNKNOWN, Outcome, Verdict
from checkov_aks.kubernetes.base.details import KEY, show_details
from checkov_aks.kubernetes.base.kinds import POD_KINDS
from checkov_aks.kubernetes.base.manifest import Manifest, Pod
from checkov_aks.kubernetes.base.scan import Scan, scan_of

logger = logging.getLogger(__name__)

# Our own tests set it: what a check raises is raised.
strict = False
# Checkov runs graph checks in threads, which gain nothing from it and take the interpreter from one another.
_turn = RLock()


class KubernetesCheck(ABC):
    """What all checks of manifests share.

    info                    the declaration
    kinds                   names in `kinds.KINDS`; an object of such a kind in another API group is none of ours
    judges_system_namespaces whether namespaces that AKS or its add-ons own are judged too
    """

    info: ClassVar[CheckInfo]
    kinds: ClassVar[tuple[str, ...]]
    judges_system_namespaces: ClassVar[bool] = False

    def judge(self, manifest: Manifest, scan: Scan | None = None) -> Verdict:
        """The verdict on one object. UNKNOWN where the check is not for it, or it is only a patch. Never raises."""
        try:
            if not self.is_for(manifest):
                return UNKNOWN
            return self.verdict(manifest, scan)
        except Exception:
            if strict:
                raise
            where = f"{manifest.file}:{manifest.kind}"
            logger.error("%s could not judge %s; please report this", self.info.id, where, exc_info=True)
            return UNKNOWN

    def is_for(self, manifest: Manifest) -> bool:
        """Whether the check applies to an object at all."""
        return (
            manifest.kind in self.kinds
            and manifest.facts is not None
            and (self.judges_system_namespaces or not manifest.is_in_system_namespace)
            and not manifest.is_patch
        )

    @abstractmethod
    def verdict(self, manifest: Manifest, scan: Scan | None) -> Verdict:
        """The verdict on an object that the check is for."""

    def explain(self, verdict: Verdict) -> list[str]:
        """The reason of a failure and the fix, a line each."""
        return [f"{verdict.reason[:1].upper()}{verdict.reason[1:]}.", f"Fix: {self.info.fix}"] if verdict.failed else []


class ResourceCheck(KubernetesCheck, BaseK8Check):
    """A practice that one object decides."""

    entity_path = PerThread()
    evaluated_keys = PerThread()
    details = PerThread()

    def __init__(self) -> None:
        BaseK8Check.__init__(
            self,
            name=self.info.title,
            id=self.info.id,
            categories=[category_of(type(self))],
            supported_entities=self.kinds,
            guideline=self.info.learn_url,
        )
        self.severity = Severities[self.info.severity.value]  # type: ignore[assignment]
        RunnerFilter.notify_external_check(self.id)
        show_details()

    def run(self, *args: Any, **kwargs: Any) -> Any:
        """Checkov's result on one object, with what a finding tells people."""
        result: Any = super().run(*args, **kwargs)
        if self.details:
            result[KEY] = self.details
        return result

    def scan_spec_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Checkov's entry: the result on one object. Never raises, because that would end the user's whole scan."""
        verdict = self.judge(_manifest_of(conf, self.entity_path.rsplit(":", 2)[0]))
        self.details = self.explain(verdict)
        return CheckResult[verdict.outcome.value]


class ManifestCheck(ResourceCheck):
    """A practice of a kind of object."""

    @abstractmethod
    def evaluate(self, manifest: Manifest) -> Verdict:
        """The verdict on one object."""

    def verdict(self, manifest: Manifest, scan: Scan | None) -> Verdict:
        """The verdict on an object that the check is for."""
        return self.evaluate(manifest)


class PodCheck(ResourceCheck):
    """A practice of pods: on every kind that has a pod template, unless `kinds` says otherwise."""

    kinds = POD_KINDS

    @abstractmethod
    def evaluate(self, pod: Pod) -> Verdict:
        """The verdict on one pod template."""

    def verdict(self, manifest: Manifest, scan: Scan | None) -> Verdict:
        """The verdict on the pod template of an object."""
        return self.evaluate(manifest.pod) if manifest.pod else UNKNOWN


class ScanCheck(KubernetesCheck, BaseGraphCheck):
    """A practice that takes other objects of the scan to decide."""

    block_type: ClassVar[str] = "k8"

    def __init__(self) -> None:
        BaseGraphCheck.__init__(self)
        self.id = self.info.id
        self.name = self.info.title
        self.guideline = self.info.learn_url
        self.severity = Severities[self.info.severity.value]
        self.frameworks = ["kubernetes"]
        self.resource_types = list(self.kinds)
        self.supported_entities = self.kinds
        registered = get_graph_checks_registry("kubernetes").checks
        # As with Checkov's other registries: the first check of an ID stays.
        if not any(check.id == self.id for check in registered):
            registered.append(self)
        RunnerFilter.notify_external_check(self.id)
        show_details()

    def run(self, graph_connector: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
        """Checkov's entry: the objects of a scan that pass, that fail, and none that are unknown. Never raises."""
        found: dict[Outcome, list[dict[str, Any]]] = {outcome: [] for outcome in Outcome}
        with _turn:
            for manifest in self._manifests(graph_connector):
                verdict = self.judge(manifest, scan_of(graph_connector))
                entity = {
                    CustomAttributes.ID: manifest.id,
                    CustomAttributes.FILE_PATH: manifest.file,
                    CustomAttributes.RESOURCE_TYPE: manifest.kind,
                    KEY: self.explain(verdict),
                }
                found[verdict.outcome].append(entity)
        return found[Outcome.PASSED], found[Outcome.FAILED], []

    def _manifests(self, graph: Any) -> tuple[Manifest, ...]:
        try:
            scan = scan_of(graph)
            return tuple(manifest for kind in self.kinds for manifest in scan.all(kind))
        except Exception:
            if strict:
                raise
            logger.error("%s could not read the scan; please report this", self.id, exc_info=True)
            return ()


class GraphCheck(ScanCheck):
    """A practice of a kind of object that takes other objects of the scan to decide."""

    @abstractmethod
    def evaluate(self, manifest: Manifest, scan: Scan) -> Verdict:
        """The verdict on one object among the others of the scan."""

    def verdict(self, manifest: Manifest, scan: Scan | None) -> Verdict:
        """The verdict on an object that the check is for."""
        return self.evaluate(manifest, scan) if scan is not None else UNKNOWN


class PodGraphCheck(ScanCheck):
    """A practice of pods that takes other objects of the scan to decide."""

    kinds = POD_KINDS

    @abstractmethod
    def evaluate(self, pod: Pod, scan: Scan) -> Verdict:
        """The verdict on one pod template among the others of the scan."""

    def verdict(self, manifest: Manifest, scan: Scan | None) -> Verdict:
        """The verdict on the pod template of an object."""
        return self.evaluate(manifest.pod, scan) if manifest.pod and scan is not None else UNKNOWN


_latest: tuple[Any, Manifest] | None = None


def _manifest_of(conf: Mapping[str, Any], file: str) -> Manifest:
    """The object that Checkov hands over: the same one to every check in turn."""
    global _latest  # noqa: PLW0603
    latest = _latest
    if latest is None or latest[0] is not conf:
        latest = _latest = (conf, Manifest(conf, file))
    return latest[1]
