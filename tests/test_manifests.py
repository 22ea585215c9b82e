"""Every verdict of every Kubernetes check, proved by fixtures: names tell what must come out.

The files of a check's folder are one scan, and each of its sub-folders is one.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkov_aks.common.registry import Registered
from checkov_aks.kubernetes.base.checks import KubernetesCheck
from checkov_aks.kubernetes.base.kinds import KINDS, POD_KINDS
from checkov_aks.kubernetes.base.manifest import Manifest
from tests.reasons import are_as_kept, key
from tests.scanning import FIXTURES, scan_manifests
from tests.test_checks import KUBERNETES_ITEMS, every_kubernetes_check

SCANS = sorted(
    place
    for folder in (FIXTURES / "kubernetes").glob("AKS_*")
    for place in (folder, *folder.iterdir())
    if place.is_dir()
)
COMMON_KINDS = {"Pod", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"}
# What these decide depends on the kind.
ONE_KIND_IS_DIFFERENT: dict[str, set[str]] = {
    "AKS_750": {"DaemonSet"},  # must run on every node
    "AKS_753": {"DaemonSet"},
}
# What an object without namespace leaves open.
NAMESPACE_DECIDES = {"AKS_158"}
# What these look for in pods is wrong or nothing: no pod passes.
NO_POD_PASSES = {"AKS_264"}

Object = dict[str, Any]


def check_of(item: Registered) -> KubernetesCheck:
    assert isinstance(item.check, KubernetesCheck)
    return item.check


@cache
def objects(file: Path) -> tuple[Object, ...]:
    """The objects of a file, those of a list each."""
    found: list[Object] = []
    for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
        found += document.get("items", []) if document and document.get("kind") == "List" else [document or {}]
    return tuple(found)


def files_of(place: Path) -> list[Path]:
    """The files of a scan: of the folder itself, or of a sub-folder with all below."""
    found = place.glob("*.yaml") if place.name.startswith("AKS_") else place.rglob("*.yaml")
    return sorted(found)


def name_of(thing: Object) -> str:
    return str((thing.get("metadata") or {}).get("name") or "")


def address(file: Path, thing: Object) -> str:
    metadata = thing["metadata"]
    return f"{file}:{thing['kind']}.{metadata.get('namespace', 'default')}.{metadata['name']}"


def named(files: list[Path], kinds: tuple[str, ...], verdict: str) -> set[str]:
    """The addresses of the objects of some kinds that are named for a verdict."""
    return {
        address(file, thing)
        for file in files
        for thing in objects(file)
        if thing.get("kind") in kinds and re.match(rf"{verdict}(-|$)", name_of(thing))
    }


@pytest.mark.parametrize("place", SCANS, ids=lambda place: str(place.relative_to(FIXTURES / "kubernetes")))
def test_verdicts_and_reasons(place: Path) -> None:
    check_id = place.relative_to(FIXTURES / "kubernetes").parts[0]
    (item,) = (item for item in KUBERNETES_ITEMS if item.check.id == check_id)
    check, files = check_of(item), files_of(place)
    found = scan_manifests(files if place.name == check_id else place, check_id)
    assert found.passed == named(files, check.kinds, "pass")
    assert found.failed == named(files, check.kinds, "fail")
    assert found.passed | found.failed | named(files, check.kinds, "unknown")
    assert named(files, check.kinds, "unknown") <= found.seen
    # A kind that the check should judge, and does not, is not in `kinds`.
    others = tuple(set(KINDS) - set(check.kinds))
    assert not named(files, others, "pass") | named(files, others, "fail")
    assert are_as_kept(key(place), found)
    for failed in found.failed:
        _, remedy = found.details[failed]
        assert remedy == f"Fix: {check.info.fix}"


@every_kubernetes_check
def test_fixtures_cover_the_common_cases(item: Registered) -> None:
    folder, kinds = FIXTURES / "kubernetes" / item.check.id, check_of(item).kinds
    texts = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")}
    assert {folder / f"{verdict}.yaml" for verdict in ("pass", "fail", "unknown")} <= set(texts)
    every = "\n".join(texts.values())
    assert re.search("^kind: List$", every, re.MULTILINE), "a list"
    assert re.search("^---$", every, re.MULTILINE), "several documents in a file"
    for verdict in ("pass", "fail"):
        judged = [o for path in texts for o in objects(path) if re.match(f"{verdict}(-|$)", name_of(o))]
        common = set() if verdict == "pass" and item.check.id in NO_POD_PASSES else COMMON_KINDS
        assert common & set(kinds) <= {thing["kind"] for thing in judged}, verdict
        if item.check.id not in NAMESPACE_DECIDES and any(KINDS[kind].namespaced for kind in kinds):
            assert any("namespace" not in thing["metadata"] for thing in judged), f"{verdict} without namespace"
    assert re.search(r"\$\{\w+\}|#\{\w+\}#|\{\{ ?\w+ ?\}\}|<\w+>|__\w+__", every), "a placeholder"


@pytest.mark.once
@pytest.mark.parametrize(
    "item",
    [item for item in KUBERNETES_ITEMS if set(check_of(item).kinds) >= set(POD_KINDS)],
    ids=lambda item: item.check.id,
)
def test_the_same_verdict_on_every_kind_of_workload(item: Registered, tmp_path: Path) -> None:
    """Each pod of the fixtures, as a workload of each kind, among the same counterparts."""
    check, files = check_of(item), files_of(FIXTURES / "kubernetes" / item.check.id)
    others = [thing for file in files for thing in objects(file) if thing.get("kind") not in POD_KINDS]
    workloads = [thing for file in files for thing in objects(file) if thing.get("kind") in POD_KINDS]
    different = ONE_KIND_IS_DIFFERENT.get(item.check.id, set())
    rewritten = [
        as_kind(kind, thing)
        for thing in workloads
        if re.match("pass|fail|unknown", name_of(thing)) and thing["kind"] not in different
        if not is_partial(thing)
        for kind in POD_KINDS
        if kind not in different
    ]
    assert len(rewritten) >= 2 * len(POD_KINDS)
    file = tmp_path / "all.yaml"
    file.write_text(yaml.safe_dump_all([*others, *rewritten]), encoding="utf-8")
    found = scan_manifests(tmp_path, item.check.id)
    kinds = tuple(kind for kind in check.kinds if kind in POD_KINDS)
    of_pods = re.compile(rf":({'|'.join(POD_KINDS)})\.")
    assert {a for a in found.passed if of_pods.search(a)} == named([file], kinds, "pass")
    assert {a for a in found.failed if of_pods.search(a)} == named([file], kinds, "fail")


def pod_of(thing: Object) -> Object:
    """The pod template of a workload."""
    for step in (KINDS[thing["kind"]].template or "").split("."):
        thing = thing.get(step) or {} if step else thing
    return thing


def is_partial(thing: Object) -> bool:
    """Whether it is a patch, or in an API group of others, which another kind would not be."""
    manifest = Manifest(thing)
    return manifest.facts is None or manifest.is_patch


def as_kind(kind: str, thing: Object) -> Object:
    """A workload of a kind with the pod template of another."""
    pod = deepcopy(pod_of(thing))
    metadata = {**deepcopy(thing["metadata"]), "name": f"{name_of(thing)}-{kind.lower()}-{thing['kind'].lower()}"}
    template = {"metadata": pod.get("metadata", {}), "spec": pod["spec"]}
    if kind == "Pod":
        own = {key: value for key, value in template["metadata"].items() if key in ("labels", "annotations")}
        base = {key: value for key, value in metadata.items() if key in ("name", "namespace")}
        return {"apiVersion": "v1", "kind": kind, "metadata": {**base, **own}, "spec": template["spec"]}
    if thing["kind"] == "Pod":
        metadata = {key: value for key, value in metadata.items() if key in ("name", "namespace")}
        template["metadata"] = {k: v for k, v in template["metadata"].items() if k in ("labels", "annotations")}
    version = {"": "v1", "apps": "apps/v1", "batch": "batch/v1"}[KINDS[kind].groups[0]]
    spec: Object = {"template": template}
    if kind == "PodTemplate":
        return {"apiVersion": version, "kind": kind, "metadata": metadata, **spec}
    if kind == "CronJob":
        spec = {"schedule": "0 0 * * *", "jobTemplate": {"spec": spec}}
    elif KINDS[kind].complete:
        spec["selector"] = {"matchLabels": {"app": "x"}}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}
