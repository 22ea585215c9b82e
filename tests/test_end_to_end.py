"""The real programs on real files: what a user sees, and exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import checkov_aks
from checkov_aks.common.registry import registered
from tests.scanning import assert_said

ROOT = Path(__file__).parents[1]
INSECURE, SECURE = ROOT / "examples" / "insecure", ROOT / "examples" / "secure"
BIN = Path(sys.executable).parent
OWN = {id_ for id_, item in registered().items() if id_.startswith("AKS_")}

FREE = 'resource "azurerm_kubernetes_cluster" "free" {\n  sku_tier = "Free"\n}\n'


def run(
    program: str, *options: object, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / program), *map(str, options)]
    clean = {name: value for name, value in os.environ.items() if name != "LOG_LEVEL"}
    return subprocess.run(command, cwd=cwd, env={**clean, **(env or {})}, capture_output=True, text=True, check=False)


def checkov(
    *options: object,
    cwd: Path | None = None,
    loader: object = None,
    env: dict[str, str] | None = None,
    every_framework: bool = False,
) -> Any:
    """Plain Checkov with the loader. Each framework is a process more, which imports the package anew."""
    folder = loader or checkov_aks.loader_dir()
    few = () if every_framework or "--framework" in options else ("--framework", "terraform", "kubernetes")
    return run("checkov", "--external-checks-dir", folder, "--skip-download", *few, *options, cwd=cwd, env=env)


def findings(output: str, result: str = "failed_checks") -> list[dict[str, Any]]:
    reports = json.loads(output)
    reports = reports if isinstance(reports, list) else [reports]
    return [record for report in reports for record in report.get("results", {}).get(result, [])]


def ids(output: str, result: str = "failed_checks") -> set[str]:
    return {record["check_id"] for record in findings(output, result)} & OWN


@pytest.fixture
def free(tmp_path: Path) -> Path:
    """A folder with one cluster on the Free tier."""
    (tmp_path / "scan").mkdir()
    (tmp_path / "scan" / "main.tf").write_text(FREE, encoding="utf-8")
    return tmp_path / "scan"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of the package, told from the installed one by a title."""
    package = tmp_path / "clone" / "checkov_aks"
    shutil.copytree(ROOT / "checkov_aks", package, ignore=shutil.ignore_patterns("__pycache__"))
    file = package / "terraform" / "availability" / "uptime_sla.py"
    file.write_text(file.read_text(encoding="utf-8").replace("has an uptime SLA", "is the clone's"), encoding="utf-8")
    return package


MODES: dict[str, dict[str, str]] = {
    "fork": {},
    "thread": {"CHECKOV_PARALLELIZATION_TYPE": "thread"},
    "sequential": {"CHECKOV_PARALLELIZATION_TYPE": "none"},
    "networkx": {"CHECKOV_GRAPH_FRAMEWORK": "NETWORKX"},
}


@pytest.mark.parametrize("mode", MODES)
def test_plain_checkov_over_the_examples(mode: str) -> None:
    insecure = checkov("-d", INSECURE, "-o", "json", env=MODES[mode], every_framework=mode != "networkx")
    assert insecure.returncode == 1
    assert_said(ids(insecure.stdout), OWN)
    secure = checkov("-d", SECURE, "-o", "json", "--check", "AKS_*", env=MODES[mode])
    assert secure.returncode == 0, secure.stdout
    assert ids(secure.stdout) == set()
    assert_said(ids(secure.stdout, "passed_checks"), OWN)


@pytest.mark.once
@pytest.mark.parametrize("folder", ["loader", ".", "terraform"])
@pytest.mark.parametrize("mode", ["fork", "thread"])
def test_a_clone_in_every_folder_that_may_be_named(clone: Path, folder: str, mode: str) -> None:
    # Threads share what they import.
    threads = mode == "thread"
    done = checkov("-d", INSECURE, "-o", "json", loader=clone / folder, env=MODES[mode], every_framework=threads)
    assert done.returncode == 1
    assert_said(ids(done.stdout), OWN)
    titles = {record["check_name"] for record in findings(done.stdout) if record["check_id"] == "AKS_705"}
    assert titles == {"AKS cluster is the clone's"}
    assert "Traceback" not in done.stderr
    assert "Cannot load" not in done.stderr


@pytest.mark.parametrize("name", ["common/settings.py", "report/model.py"])
def test_a_file_with_models_is_executed_in_threads(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # As Checkov does with every file of a folder, under a bare name that all of them share.
    file = ROOT / "checkov_aks" / name
    monkeypatch.setitem(sys.modules, file.stem, None)

    def execute(_: int) -> None:
        spec = spec_from_file_location(file.stem, file)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[file.stem] = module_from_spec(spec)
        spec.loader.exec_module(module)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(execute, range(200))) == [None] * 200


def test_severity_guide_details_and_keys_in_json_and_cli(free: Path) -> None:
    done = checkov("-d", free, "--check", "AKS_705", "-o", "cli", "-o", "json", "--output-file-path", free / "out")
    assert done.returncode == 1
    (record,) = findings((free / "out" / "results_json.json").read_text(encoding="utf-8"))
    assert record["severity"] == "MEDIUM"
    assert record["guideline"] == "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers"
    assert record["check_result"]["evaluated_keys"] == ["sku_tier"]
    assert record["details"][0] == '`sku_tier` is `"Free"`.'
    assert record["details"][1].startswith("Fix: Set `sku_tier")
    text = (free / "out" / "results_cli.txt").read_text(encoding="utf-8")
    for line in ("Severity: MEDIUM", 'Details: `sku_tier` is `"Free"`.', "Fix: Set `sku_tier", "Guide: https://learn"):
        assert line in text


def test_severity_and_help_link_in_sarif_and_junit(free: Path) -> None:
    done = checkov(
        "-d", free, "--check", "AKS_104", "-o", "sarif", "-o", "junitxml", "--output-file-path", free / "out"
    )
    assert done.returncode == 1
    sarif = json.loads((free / "out" / "results_sarif.sarif").read_text(encoding="utf-8"))
    (rule,) = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "AKS_104"
    assert rule["helpUri"] == "https://learn.microsoft.com/azure/aks/local-accounts"
    assert float(rule["properties"]["security-severity"]) >= 7
    (result,) = sarif["runs"][0]["results"]
    assert result["level"] == "error"
    junit = ElementTree.fromstring((free / "out" / "results_junitxml.xml").read_text(encoding="utf-8"))
    (case,) = junit.iter("testcase")
    assert "[HIGH][AKS_104]" in case.attrib["name"]
    (failure,) = case.iter("failure")
    assert "Guideline: https://learn.microsoft.com/azure/aks/local-accounts" in (failure.text or "")


@pytest.mark.once
def test_filters() -> None:
    high = checkov("-d", INSECURE, "--check", "HIGH", "-o", "json")
    expected = {id_ for id_ in OWN if registered()[id_].check.severity.name in ("HIGH", "CRITICAL")}  # type: ignore[attr-defined]
    assert ids(high.stdout) <= expected
    assert "AKS_104" in ids(high.stdout)
    only = checkov("-d", INSECURE, "--check", "AKS_104", "-o", "json")
    assert {record["check_id"] for record in findings(only.stdout)} == {"AKS_104"}
    skipped = checkov("-d", INSECURE, "--check", "AKS_*", "--skip-check", "AKS_7*", "-o", "json")
    assert ids(skipped.stdout)
    assert not {id_ for id_ in ids(skipped.stdout) if id_.startswith("AKS_7")}


def test_inline_skip(free: Path) -> None:
    (free / "main.tf").write_text(FREE.replace("{\n", "{\n  # checkov:skip=AKS_705:an experiment\n"), encoding="utf-8")
    done = checkov("-d", free, "--check", "AKS_705", "-o", "json")
    assert done.returncode == 0
    (record,) = findings(done.stdout, "skipped_checks")
    assert record["check_result"]["suppress_comment"] == "an experiment"


def test_run_all_external_checks_includes_ours(free: Path) -> None:
    done = checkov("-d", free, "--check", "CKV_AZURE_4", "--run-all-external-checks", "-o", "json")
    assert "AKS_705" in ids(done.stdout)


# -- manifests

ORDERS = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: orders, annotations: {azure.workload.identity/client-id: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, annotations: {}}
spec:
  selector: {matchLabels: {app: orders}}
  template:
    metadata: {labels: {app: orders}}
    spec:
      serviceAccountName: orders
      containers: [{name: orders, image: "docker.io/contoso/orders:1.0"}]
"""
ALONE, OF_THE_SCAN = "AKS_353", "AKS_153"


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """A folder with a workload that fails a check on its own and one that looks at the scan."""
    (tmp_path / "scan").mkdir()
    (tmp_path / "scan" / "orders.yaml").write_text(ORDERS, encoding="utf-8")
    return tmp_path / "scan"


def test_a_finding_in_a_manifest_says_why_and_how(orders: Path) -> None:
    options = ("-d", orders, "--check", f"{ALONE},{OF_THE_SCAN}", "-o", "cli", "-o", "json")
    done = checkov(*options, "--output-file-path", orders / "out")
    assert done.returncode == 1
    text = (orders / "out" / "results_cli.txt").read_text(encoding="utf-8")
    records = findings((orders / "out" / "results_json.json").read_text(encoding="utf-8"))
    assert {record["check_id"] for record in records} == {ALONE, OF_THE_SCAN}
    for record in records:
        check = registered()[record["check_id"]].check
        reason, fix = record["details"]
        assert record["resource"] == "Deployment.default.orders"
        assert record["check_result"].keys() == {"result", "evaluated_keys"}
        assert record["severity"] == check.severity.name  # type: ignore[attr-defined]
        assert record["guideline"] == check.guideline
        assert fix == f"Fix: {check.info.fix}"  # type: ignore[attr-defined]
        assert reason in text
        assert fix in text


def test_a_manifest_suppresses_findings(orders: Path) -> None:
    skips = "{checkov.io/skip1: AKS_353=mirrored, checkov.io/skip2: AKS_153=migrates}"
    text = ORDERS.replace("annotations: {}", f"annotations: {skips}")
    (orders / "orders.yaml").write_text(text, encoding="utf-8")
    done = checkov("-d", orders, "--check", f"{ALONE},{OF_THE_SCAN}", "-o", "json")
    assert done.returncode == 0
    skipped = findings(done.stdout, "skipped_checks")
    comments = {record["check_id"]: record["check_result"]["suppress_comment"] for record in skipped}
    assert comments == {ALONE: "mirrored", OF_THE_SCAN: "migrates"}
    assert all(record["details"] == [] for record in skipped)


@pytest.mark.once
def test_settings_for_manifests(orders: Path, tmp_path: Path) -> None:
    settings = tmp_path / ".checkov-aks.yaml"
    only = ("-d", orders, "--check", ALONE, "-o", "json")
    settings.write_text("allowed_registries: [docker.io]\n", encoding="utf-8")
    assert checkov(*only, cwd=tmp_path).returncode == 0
    settings.write_text("system_namespaces: [shop-*]\n", encoding="utf-8")
    assert checkov(*only, cwd=tmp_path).returncode == 1
    (orders / "orders.yaml").write_text(ORDERS.replace("name: orders,", "name: orders, namespace: shop-a,"))
    assert ids(checkov(*only, cwd=tmp_path).stdout) == set()


# -- the loader fails closed


def test_wrong_settings_are_a_finding(free: Path, tmp_path: Path) -> None:
    (tmp_path / ".checkov-aks.yaml").write_text("min_zone: 2\n", encoding="utf-8")
    (free / "pod.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  containers:\n    - name: a\n      image: b\n",
        encoding="utf-8",
    )
    done = checkov("-d", free, "--check", "AKS_*", "-o", "json", cwd=tmp_path)
    assert done.returncode == 1
    records = findings(done.stdout)
    assert {(record["check_id"], record["resource"]) for record in records} == {
        ("AKS_000", "azurerm_kubernetes_cluster.free"),
        ("AKS_000", "Pod.default.x"),
    }
    assert all("unknown setting `min_zone`" in record["check_name"] for record in records)
    assert "unknown setting `min_zone`" in done.stderr


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("terraform/availability/uptime_sla.py", "instead of"),
        ("terraform/base/block.py", "cannot load the pack `terraform`"),
        ("common/registry.py", "No module named"),
        ("__init__.py", "nothing was checked"),
    ],
)
def test_a_broken_pack_is_a_finding(clone: Path, free: Path, broken: str, reason: str) -> None:
    (clone / broken).unlink()
    done = checkov("-d", free, "-o", "json", loader=clone / "loader")
    assert done.returncode == 1
    failed = [record for record in findings(done.stdout) if record["check_id"] == "AKS_000"]
    assert [record["resource"] for record in failed] == ["azurerm_kubernetes_cluster.free"]
    assert reason in failed[0]["check_name"]
    assert failed[0]["severity"] == "CRITICAL"


def test_a_pack_that_exits_is_a_finding(clone: Path, free: Path) -> None:
    (clone / "terraform" / "availability" / "uptime_sla.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    done = checkov("-d", free, "-o", "json", loader=clone / "loader")
    assert done.returncode == 1
    assert "AKS_000" in {record["check_id"] for record in findings(done.stdout)}


def test_a_duplicate_id_is_a_finding_that_names_both(clone: Path, free: Path) -> None:
    folder = clone / "terraform" / "availability"
    shutil.copy(folder / "uptime_sla.py", folder / "uptime_sla_again.py")
    done = checkov("-d", free, "--check", "AKS_000", "-o", "json", loader=clone / "loader")
    (record,) = findings(done.stdout)
    for part in ("AKS_705 is used twice", "availability.uptime_sla ", "availability.uptime_sla_again"):
        assert part in record["check_name"]


# -- checkov-aks


def test_only_our_checks_by_default(free: Path) -> None:
    done = run("checkov-aks", "-d", free, "-o", "json")
    assert done.returncode == 1
    assert {record["check_id"] for record in findings(done.stdout)} <= OWN
    assert "AKS_705" in ids(done.stdout)


def test_builtin_checks_without_those_that_ours_supersede(free: Path) -> None:
    done = run("checkov-aks", "-d", free, "-o", "json", "--with-builtin")
    found = {
        record["check_id"] for result in ("failed_checks", "passed_checks") for record in findings(done.stdout, result)
    }
    superseded = {id_ for item in registered().values() for id_ in item.check.info.overlaps}  # type: ignore[attr-defined]
    assert "CKV_AZURE_170" in superseded
    assert not found & superseded
    assert any(id_.startswith("CKV_AZURE_") for id_ in found)
    assert "AKS_705" in found


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--check", "AKS_705"], {"AKS_705"}),
        (["--check", "CKV_AZURE_170"], {"CKV_AZURE_170"}),
        (["--skip-check", "AKS_1*,AKS_2*,AKS_3*,AKS_4*,AKS_5*,AKS_6*"], {"AKS_704", "AKS_705"}),
        (["--framework", "kubernetes"], set()),
    ],
)
def test_options_mean_what_they_mean_to_checkov(free: Path, options: list[str], expected: set[str]) -> None:
    done = run("checkov-aks", "-d", free, "-o", "json", *options)
    assert done.returncode == (1 if expected else 0)
    assert {record["check_id"] for record in findings(done.stdout)} == expected


def test_config_files_are_honoured(free: Path) -> None:
    (free / ".checkov.yaml").write_text("check: [AKS_104]\nsoft-fail: true\noutput: [json]\n", encoding="utf-8")
    done = run("checkov-aks", "-d", free)
    assert done.returncode == 0
    assert {record["check_id"] for record in findings(done.stdout)} == {"AKS_104"}


@pytest.mark.once
def test_soft_fail_on(free: Path) -> None:
    assert run("checkov-aks", "-d", free, "--check", "AKS_705", "--soft-fail-on", "MEDIUM").returncode == 0
    assert run("checkov-aks", "-d", free, "--check", "AKS_705", "--soft-fail-on", "LOW").returncode == 1


# For every process, children included: whoever reaches for the network dies of it, whatever would catch the error.
# Sockets of the machine itself, which multiprocessing uses, are none.
NO_NETWORK = """
import os, socket, sys
def refuse(name, arguments):
    if name in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        is_local = arguments[0].family == socket.AF_UNIX
    else:
        is_local = not name.startswith(("socket.getaddrinfo", "socket.gethostby", "socket.getnameinfo"))
    if not is_local:
        os.write(2, b"NETWORK " + name.encode())
        os._exit(97)
sys.addaudithook(refuse)
"""


@pytest.mark.once
def test_no_network(free: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    env = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: docker.io/a}]}\n"
    (free / "pod.yaml").write_text(manifest, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    commands = "from click.testing import CliRunner\nfrom checkov_aks.cli.main import cli\n"
    for arguments in (["init", "--yes"], ["list"], ["explain", "AKS_705"]):
        commands += f"assert CliRunner().invoke(cli, {arguments}).exit_code == 0, {arguments}\n"
    for status, options in (
        (1, ["-m", "checkov_aks", "-d", free, "--compact"]),
        (1, ["-m", "checkov_aks", "report", "-d", free, "--format", "html"]),
        (0, ["-c", commands]),
    ):
        command = [sys.executable, *map(str, options)]
        clean = {**os.environ, **env}
        done = subprocess.run(command, cwd=tmp_path / "empty", env=clean, capture_output=True, text=True, check=False)
        assert "NETWORK" not in done.stderr, options
        assert done.returncode == status, (options, done.stderr)
    probe = "import socket\ntry:\n    socket.getaddrinfo('localhost', 80)\nexcept BaseException:\n    pass\n"
    assert subprocess.run([sys.executable, "-c", probe], env={**os.environ, **env}, check=False).returncode == 97


@pytest.mark.once
def test_trouble_exits_with_2_and_no_traceback(free: Path, tmp_path: Path) -> None:
    cases: list[tuple[list[object], dict[str, str], str]] = [
        (["-d", free], {"CHECKOV_AKS_CONFIG": str(tmp_path / "none.yaml")}, "cannot read the settings file"),
        (["-d", free, "--framework", "bogus"], {}, "Invalid frameworks"),
        (["-d", free, "--bogus"], {}, "unrecognized arguments"),
        (["explain", "AKS_715"], {}, "did you mean"),
        (["explain", "nonsense"], {}, "`checkov-aks list` shows all"),
        (["list", "--area", "nonsense"], {}, "is not one of"),
        (["list", "--severity", "nonsense"], {}, "is not one of"),
    ]
    for options, env, message in cases:
        done = run("checkov-aks", *options, env=env)
        assert done.returncode == 2, options
        assert message in done.stderr
        assert "Traceback" not in done.stderr


def test_an_incomplete_pack_exits_with_2(clone: Path, free: Path) -> None:
    (clone / "terraform" / "availability" / "uptime_sla.py").unlink()
    command = [sys.executable, "-m", "checkov_aks", "-d", str(free)]
    done = subprocess.run(command, cwd=clone.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    whole = len([item for item in registered().values() if item.pack == "terraform"])
    assert f"the pack `terraform` has {whole - 1} checks instead of {whole}" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_id_of_checkovs_own_is_refused(clone: Path, free: Path) -> None:
    file = clone / "terraform" / "availability" / "uptime_sla.py"
    file.write_text(file.read_text(encoding="utf-8").replace('"AKS_705"', '"CKV_AZURE_170"'), encoding="utf-8")
    command = [sys.executable, "-m", "checkov_aks", "-d", str(free)]
    done = subprocess.run(command, cwd=clone.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "check ID CKV_AZURE_170" in done.stderr
    assert "is one of Checkov's own" in done.stderr


@pytest.mark.once
def test_commands() -> None:
    assert run("checkov-aks", "path").stdout.strip() == str(ROOT / "checkov_aks" / "loader") or not _is_editable()
    listed = json.loads(run("checkov-aks", "list", "--format", "json").stdout)
    assert {entry["id"] for entry in listed} == OWN
    assert set(listed[0]) == {
        "id", "name", "title", "severity", "area", "frameworks", "resources", "guide", "learn", "overlaps", "fix"
    }  # fmt: skip
    high = json.loads(run("checkov-aks", "list", "--format", "json", "--severity", "high", "--area", "network").stdout)
    assert {(entry["severity"], entry["area"]) for entry in high} == {("HIGH", "network")}
    assert "| [AKS_705](https://learn" in run("checkov-aks", "list", "--format", "markdown").stdout
    assert "AKS_705" in run("checkov-aks", "list").stdout
    of_manifests = json.loads(run("checkov-aks", "list", "--format", "json", "--framework", "helm").stdout)
    assert {entry["id"] for entry in of_manifests} == {
        id_ for id_, item in registered().items() if item.pack == "kubernetes"
    }
    page = run("checkov-aks", "explain", "aks_705").stdout
    for part in (
        "AKS_705: AKS cluster has an uptime SLA",
        "Fails",
        "Passes",
        'sku_tier = "Free"',
        "Fix",
        "https://learn",
    ):
        assert part in page
    version = run("checkov-aks", "--version").stdout
    assert version == f"checkov-aks, version {checkov_aks.__version__}\n"
    assert "Examples:" in run("checkov-aks", "--help").stdout
    module = subprocess.run([sys.executable, "-m", "checkov_aks", "path"], capture_output=True, text=True, check=True)
    assert module.stdout == run("checkov-aks", "path").stdout


def _is_editable() -> bool:
    return Path(checkov_aks.__file__).parents[1] == ROOT


# -- packs of others


@pytest.mark.once
def test_a_pack_of_a_third_party(free: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site)]
    subprocess.run([*install, str(ROOT / "tests" / "packs" / "house")], check=True, capture_output=True)
    env = {"PYTHONPATH": str(site)}
    plain = checkov("-d", free, "--check", "HOUSE_1", "-o", "json", env=env)
    assert [record["check_name"] for record in findings(plain.stdout)] == ["AKS cluster has a cost center"]
    ours = run("checkov-aks", "-d", free, "-o", "json", env=env)
    assert {"HOUSE_1", "AKS_705"} <= {record["check_id"] for record in findings(ours.stdout)}
    listed = json.loads(run("checkov-aks", "list", "--format", "json", env=env).stdout)
    assert "HOUSE_1" in {entry["id"] for entry in listed}


def test_importing_the_package_imports_neither_checkov_nor_a_check() -> None:
    code = (
        "import sys, checkov_aks\n"
        "print([m for m in sys.modules if m.startswith('checkov.') or m == 'checkov' or 'checkov_aks.' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_registering_loads_nothing_that_judges_and_leaves_checkov_out_of_collections() -> None:
    code = (
        "import gc, sys, checkov_aks\n"
        "checkov_aks.register('terraform_plan')\n"
        "base = 'checkov_aks.terraform.base.'\n"
        "print([name for name in ('deployment', 'evaluation', 'scan', 'witnesses') if base + name in sys.modules])\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 10_000)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "True True"]


def test_registering_twice_and_from_threads() -> None:
    code = (
        "import checkov_aks\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    found = set(pool.map(lambda _: checkov_aks.register(), range(32)))\n"
        "from checkov.common.checks.base_check_registry import BaseCheckRegistry as R\n"
        "from checkov.runner_filter import RunnerFilter\n"
        "from checkov.common.checks_infra.registry import get_graph_checks_registry as graph\n"
        "every = [*R.get_all_registered_checks(), *graph('kubernetes').checks]\n"
        "ids = [c.id for c in every if c.id.startswith('AKS_')]\n"
        "assert len(ids) == len(set(ids)), ids\n"
        "assert all(RunnerFilter.is_external_check(i) for i in ids)\n"
        "print(len(found), len(ids))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", str(len(OWN))]
