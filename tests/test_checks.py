"""What must hold for every check, whatever it decides."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from checkov_aks.common.check import CheckInfo, Severity
from checkov_aks.common.registry import Registered, registered
from tests.scanning import FIXTURES, assert_said, scan_manifests, scan_text

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "checkov_aks"
LEARN_PAGES = set((Path(__file__).parent / "facts" / "learn_pages.txt").read_text(encoding="utf-8").split())
GUIDE_SECTIONS = {
    "-", "API Server Authorized IP Ranges", "Automatic Upgrades", "Availability Zones", "Azure AD Integration",
    "Azure CNI vs Kubenet", "Azure Defender for Containers", "Azure Key Vault CSI Driver",
    "Azure Monitor Container Insights", "Azure RBAC for Kubernetes", "Image Security", "Local Accounts Disabled",
    "Managed Identity", "NSG Configuration", "Network Policies", "Node Auto-Scaling", "Node Encryption", "OS SKU",
    "Pod Security", "Private Cluster", "Spot Node Pools", "System and User Node Pools", "Uptime SLA",
    "Workload Identity",
}  # fmt: skip

ITEMS = sorted(
    (item for item in registered().values() if item.module.startswith("checkov_aks.")), key=lambda item: item.check.id
)
TERRAFORM_ITEMS = [item for item in ITEMS if item.pack == "terraform"]
KUBERNETES_ITEMS = [item for item in ITEMS if item.pack == "kubernetes"]
every_terraform_check = pytest.mark.parametrize("item", TERRAFORM_ITEMS, ids=lambda item: item.check.id)
every_kubernetes_check = pytest.mark.parametrize("item", KUBERNETES_ITEMS, ids=lambda item: item.check.id)
every_check = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.check.id)


def info(item: Registered) -> CheckInfo:
    return item.check.info  # type: ignore[attr-defined, no-any-return]


@every_check
def test_nothing_is_left_to_do(item: Registered) -> None:
    module = PACKAGE / item.pack / item.area / f"{item.name}.py"
    fixtures = [path for path in (FIXTURES / item.pack / item.check.id).rglob("*") if path.suffix in (".tf", ".yaml")]
    left = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in (module, *sorted(fixtures))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "TODO" in line
    ]
    if left:
        pytest.fail("\n".join([f"{item.check.id} is still to be filled in:", *left]), pytrace=False)


@every_check
def test_declaration(item: Registered) -> None:
    declared = info(item)
    assert re.fullmatch(r"AKS_\d{3}", declared.id)
    assert declared.learn in LEARN_PAGES
    assert declared.guide in GUIDE_SECTIONS
    assert item.check.severity.name == declared.severity.value  # type: ignore[attr-defined]
    assert item.check.guideline == declared.learn_url
    assert not declared.title.startswith("Ensure")
    assert not declared.title.endswith(".")
    assert "`" in declared.fix
    assert "\n" not in declared.fix
    assert declared.fix.endswith(".")
    assert all(re.fullmatch(r"CKV2?_(AZURE|K8S)_\d+", overlap) for overlap in declared.overlaps)


@every_check
def test_module_is_named_as_the_class(item: Registered) -> None:
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", type(item.check).__name__).lower()
    assert item.name == snake


@every_check
def test_a_check_is_short_and_knows_nothing_of_versions_or_raw_data(item: Registered) -> None:
    source = inspect.getsource(sys.modules[item.module])
    code = re.sub(r'"""(?:.|\n)*?"""', "", source)
    assert not re.search(r"\bconf\b|\[0\]|\.releases|self\.graph|\.resource\b|import versions", code)
    functions = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)]
    statements = [node for function in functions for node in ast.walk(function) if isinstance(node, ast.stmt)]
    assert len(statements) - len(functions) <= 18


@pytest.mark.once
@every_terraform_check
@pytest.mark.parametrize("heading", ["Fails", "Passes"])
def test_examples_of_the_documentation(item: Registered, heading: str, tmp_path: Path) -> None:
    page = inspect.cleandoc(type(item.check).__doc__ or "")
    example = re.search(rf"## {heading}\n+```hcl\n(.*?)```", page, re.DOTALL)
    assert example, "no example"
    found = scan_text(tmp_path, example[1], item.check.id)
    types = "|".join(item.check.supported_entities)
    judged = {address for address in found.seen if re.match(rf"({types})\.", address)}
    assert judged
    assert_said(found.failed, judged if heading == "Fails" else set())
    assert_said(found.passed, judged if heading == "Passes" else set())


@pytest.mark.once
@every_kubernetes_check
@pytest.mark.parametrize("heading", ["Fails", "Passes"])
def test_manifests_of_the_documentation(item: Registered, heading: str, tmp_path: Path) -> None:
    page = inspect.cleandoc(type(item.check).__doc__ or "")
    example = re.search(rf"## {heading}\n+```yaml\n(.*?)```", page, re.DOTALL)
    assert example, "no example"
    (tmp_path / "example.yaml").write_text(example[1], encoding="utf-8")
    found = scan_manifests(tmp_path, item.check.id)
    assert bool(found.failed) == (heading == "Fails")
    assert bool(found.passed) == (heading == "Passes")


@every_check
def test_the_documentation_says_why(item: Registered) -> None:
    page = inspect.cleandoc(type(item.check).__doc__ or "")
    assert len(page.partition("## ")[0]) > 100


@every_terraform_check
def test_fixtures_cover_the_common_cases(item: Registered) -> None:
    folder = FIXTURES / "terraform" / item.check.id
    for name in ("pass.tf", "fail.tf", "unknown.tf"):
        assert (folder / name).is_file()
    plans = {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}
    assert plans in ({"pass.json", "fail.json"}, {"planned/tfplan.json"})
    texts = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.tf")}
    every = "\n".join(texts.values())
    assert re.search(r"default\s+= null", every), "variable with a null default"
    assert re.search(r"= null\b", re.sub(r"default\s+= null", "", every)), "explicit null"
    assert re.search(r"\bfor_each\s+=", every), "for_each"
    assert re.search(r'^module "', every, re.MULTILINE), "local module"
    assert re.search(r'variable "\w+" \{(\s|type\s+=.*|description.*)*\}', every), "variable without default"
    if "azurerm_kubernetes_cluster_node_pool" in item.check.supported_entities:
        assert 'resource "azurerm_kubernetes_cluster_node_pool" "fail' in every, "node pool of its own"


@every_terraform_check
def test_names_are_unique_over_all_roots_of_a_check(item: Registered) -> None:
    # Checkov's report tells resources by address; a second of the same address would hide the first.
    names: list[str] = []
    for path in (FIXTURES / "terraform" / item.check.id).rglob("*.tf"):
        if "modules" not in path.parts:
            names += re.findall(
                r'^(?:resource|module) (?:"\w+" )?"\w+"', path.read_text(encoding="utf-8"), re.MULTILINE
            )
    named = [name for name in names if re.search(r'"(pass|fail|unknown)\w*"$', name)]
    assert sorted(set(named)) == sorted(named)


def test_ids_are_unique_and_complete() -> None:
    assert len({item.check.id for item in ITEMS}) == len(ITEMS)
    for pack, items in (("terraform", TERRAFORM_ITEMS), ("kubernetes", KUBERNETES_ITEMS)):
        assert {path.name for path in (FIXTURES / pack).iterdir()} == {item.check.id for item in items}


def test_no_module_shadows_the_standard_library_and_no_data_file_lies_where_checkov_walks() -> None:
    stems = {path.stem for path in PACKAGE.rglob("*.py") if not path.name.startswith("__")}
    # Checkov executes each file as a top-level module of that name.
    assert not stems & set(sys.stdlib_module_names)
    assert not [path for pattern in ("*.json", "*.yaml", "*.yml") for path in PACKAGE.rglob(pattern)]


@pytest.mark.parametrize("wrong", [{"id": "AKS705"}, {"title": ""}, {"fix": " "}, {"learn": ""}, {"id": "aks_1"}])
def test_a_wrong_declaration_is_refused(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {
        "id": "X_1", "title": "t", "severity": Severity.LOW, "guide": "-", "learn": "l", "fix": "f"
    }  # fmt: skip
    assert CheckInfo(**right).learn_url == "https://learn.microsoft.com/azure/aks/l"
    with pytest.raises(ValueError, match=r"X_1|AKS705|aks_1"):
        CheckInfo(**{**right, **wrong})
