"""Manifests however they arrive: one application as plain files, as a Kustomize overlay and as a Helm chart.

`fixtures/rendered/` has it three times. The same checks must say the same of the same objects.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkov_aks.kubernetes.base.patches import TOO_LARGE, is_listed_as_patch
from tests import helm
from tests.scanning import FIXTURES, scan_manifests
from tests.test_end_to_end import OWN, checkov, findings

RENDERED = FIXTURES / "rendered"
PLAIN, OVERLAYS, CHART = RENDERED / "plain", RENDERED / "kustomize", RENDERED / "helm"
OUTPUT = RENDERED / "helm-output"

HELM = helm.helm()
needs_kustomize = pytest.mark.skipif(
    not (shutil.which("kubectl") or shutil.which("kustomize")), reason="neither kubectl nor kustomize is there"
)
needs_helm = pytest.mark.skipif(
    HELM is None, reason=f"helm is not there: `python -m tests.helm DIR` gets it, then set {helm.VARIABLE}=DIR"
)

# Charts leave the namespace to whoever installs them; these judge only what is written.
ONLY_WITH_A_NAMESPACE = {"AKS_158"}

# Result, check, kind and name.
Verdicts = set[tuple[str, str, str, str]]


def records(framework: str, place: Path) -> list[tuple[str, dict[str, Any]]]:
    """Checkov's findings of ours, with their results."""
    env = {"PATH": f"{HELM.parent}{os.pathsep}{os.environ['PATH']}"} if HELM else {}
    done = checkov("-d", place, "--framework", framework, "--check", "AKS_*", "-o", "json", env=env)
    assert done.returncode in (0, 1), done.stderr
    return [(r, record) for r in ("passed", "failed") for record in findings(done.stdout, f"{r}_checks")]


def verdicts(framework: str, place: Path, prefix: str = "") -> Verdicts:
    """What our checks say of objects, of those only whose address starts with a prefix."""
    found = set()
    for result, record in records(framework, place):
        assert (result == "failed") == any(line.startswith("Fix: ") for line in record["details"]), record
        kind, *_, name = record["resource"].removeprefix(prefix).split(".")
        verdict = (result, record["check_id"], kind, name)
        if record["resource"].startswith(prefix):
            assert verdict not in found
            found.add(verdict)
    return found


@pytest.fixture(scope="module")
def plain() -> Verdicts:
    return verdicts("kubernetes", PLAIN)


def without_namespaces(found: Verdicts) -> Verdicts:
    return {verdict for verdict in found if verdict[1] not in ONLY_WITH_A_NAMESPACE}


def test_plain_files(plain: Verdicts) -> None:
    assert plain >= {
        ("passed", "AKS_150", "Deployment", "orders"),
        ("passed", "AKS_153", "Deployment", "orders"),
        ("failed", "AKS_153", "Deployment", "worker"),
        ("passed", "AKS_650", "StorageClass", "shop-disks"),
        ("failed", "AKS_651", "Deployment", "worker"),
        ("failed", "AKS_652", "StorageClass", "shop-disks"),
        ("passed", "AKS_653", "StorageClass", "shop-disks"),
    }


@needs_kustomize
def test_kustomize_overlay(plain: Verdicts) -> None:
    assert verdicts("kustomize", OVERLAYS, "overlay:overlays/production:") == plain
    assert verdicts("kustomize", OVERLAYS / "overlays" / "production", "overlay:production:") == plain


def test_rendered_chart(plain: Verdicts) -> None:
    assert verdicts("kubernetes", OUTPUT) == without_namespaces(plain)


@needs_helm
def test_helm_chart(plain: Verdicts) -> None:
    assert verdicts("helm", CHART) == without_namespaces(plain)


@needs_helm
def test_the_committed_output_is_what_helm_renders() -> None:
    done = subprocess.run([str(HELM), "template", str(CHART)], capture_output=True, text=True, check=True)
    committed = (OUTPUT / "shop.yaml").read_text(encoding="utf-8")
    assert list(yaml.safe_load_all(done.stdout)) == list(yaml.safe_load_all(committed))


# -- raw: the sources of overlays and charts among other manifests


def test_patches_of_an_overlay_are_not_judged() -> None:
    done = checkov("-d", OVERLAYS, "--framework", "kubernetes", "-o", "json")
    found = [record for result in ("passed_checks", "failed_checks") for record in findings(done.stdout, result)]
    patches = {record["file_path"] for record in found if record["file_path"].startswith("/overlays/")}
    # Checkov's own checks do.
    assert {
        f"/overlays/production/{name}.yaml" for name in ("replicas", "patches/resources", "patches/service")
    } <= patches
    ours = {record["file_path"] for record in found if record["check_id"] in OWN}
    assert ours
    assert not ours & patches


def test_without_a_kustomization_a_whole_object_is_judged(tmp_path: Path) -> None:
    shutil.copytree(OVERLAYS / "overlays" / "production" / "patches", tmp_path / "patches")
    assert verdicts("kubernetes", tmp_path) >= {("failed", "AKS_652", "StorageClass", "shop-disks")}


def test_templates_of_a_chart_are_not_judged() -> None:
    assert records("kubernetes", CHART) == []


# -- which files are patches

POD = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: orders, annotations: {azure.workload.identity/client-id: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10}}
---
apiVersion: v1
kind: Pod
metadata: {name: orders}
spec:
  serviceAccountName: orders
  containers: [{name: orders, image: contoso.azurecr.io/orders:1.0}]
  volumes: [{name: reports, azureFile: {shareName: reports}}]
"""


@pytest.mark.parametrize("check_id", ["AKS_651", "AKS_153"], ids=["alone", "of-the-scan"])
@pytest.mark.parametrize("relative", [False, True], ids=["absolute", "relative"])
@pytest.mark.parametrize("as_files", [False, True], ids=["folder", "files"])
def test_what_a_kustomization_lists_is_a_patch(
    check_id: str, relative: bool, as_files: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scan = Path("scan") if relative else tmp_path / "scan"
    for folder in ("patches", "whole"):
        (scan / folder).mkdir(parents=True)
        (scan / folder / "pod.yaml").write_text(POD, encoding="utf-8")
    (scan / "kustomization.yaml").write_text("patches: [{path: patches/pod.yaml}]\n", encoding="utf-8")
    found = scan_manifests(sorted(scan.rglob("pod.yaml")) if as_files else scan, check_id)
    assert {Path(address.partition(":")[0]).parent.name for address in found.failed} == {"whole"}
    assert any("patches/pod.yaml" in address for address in found.seen)


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
@pytest.mark.parametrize(
    "text",
    [
        "patches:\n  - path: a/patch.yaml\n    target: {kind: Pod}\n",
        "patches: [null, 7, {path: 7}, {patch: x}, {path: ./a/../a/patch.yaml}]",
        "patchesStrategicMerge: [a/patch.yaml]",
        "patches: [{path: other.yaml}]\npatchesStrategicMerge:\n  - a/patch.yaml\n  - |-\n    kind: Pod\n",
    ],
)
def test_forms_of_a_kustomization(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert is_listed_as_patch(str(tmp_path / "a" / "patch.yaml"))
    for other in ("patch.yaml", "a/other.yaml", "b/patch.yaml", "a/a/patch.yaml"):
        assert not is_listed_as_patch(str(tmp_path / other))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"7", b"patches: 7", b"patches: {path: patch.yaml}", b"resources: [patch.yaml]", b"patches: [",
        b"patches: [{path: patch.yaml}]\n---\na: 1\n", b"patches: [{path: patch.yaml}]\n" + b"#" * TOO_LARGE,
        b"[" * 5000, b"\xff\xfe\x00", b'patches: [{path: "a\\0b"}]', None,
    ],
    ids=lambda content: repr(content)[:40],
)  # fmt: skip
def test_odd_kustomizations_list_nothing(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "kustomization.yaml"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    assert not is_listed_as_patch(str(tmp_path / "patch.yaml"))


def test_a_kustomization_above_the_current_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kustomization.yaml").write_text("patches: [{path: a/patch.yaml}]", encoding="utf-8")
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert is_listed_as_patch("patch.yaml")
    assert is_listed_as_patch("./../a/patch.yaml")
    assert not is_listed_as_patch("../patch.yaml")


def test_odd_paths_are_no_patches() -> None:
    for path in ("", "/", "a\0b", "/" + "a/" * 3000 + "x.yaml"):
        assert not is_listed_as_patch(path)


# -- getting helm


def test_where_helm_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    for machine, package, reason in (("arm64", helm.PACKAGE, "x86-64 only"), ("x86_64", "no package", "pip cannot")):
        monkeypatch.setattr("platform.machine", lambda machine=machine: machine)
        monkeypatch.setattr(helm, "PACKAGE", package)
        assert helm.main([str(tmp_path)]) == 2
        assert reason in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
