"""Several resources together: modules, several roots in one scan, plans, Terraform's JSON syntax."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from checkov.common.output.report import Report
from checkov.runner_filter import RunnerFilter
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform.runner import Runner
from checkov.terraform_json.runner import TerraformJsonRunner

import checkov_aks
from checkov_aks.common.graphs import Recent
from checkov_aks.common.registry import registered
from checkov_aks.terraform.base import deployment
from checkov_aks.terraform.base import scan as scan_module
from checkov_aks.terraform.base.checks import TerraformCheck
from checkov_aks.terraform.base.plan import Plan
from tests.azurerm import terraform
from tests.scanning import FIXTURES, assert_said, scan, scan_text

DEPLOYMENTS = FIXTURES / "deployments"
TWO_CLUSTERS = DEPLOYMENTS / "two_clusters"
VERDICTS: dict[str, dict[str, list[str]]] = yaml.safe_load((TWO_CLUSTERS / "verdicts.yaml").read_text(encoding="utf-8"))

CLUSTER = 'resource "azurerm_kubernetes_cluster" "this" {\n  name = "aks"\n}\n'
SETTING = (
    'resource "azurerm_monitor_diagnostic_setting" "this" {\n'
    "  target_resource_id = azurerm_kubernetes_cluster.this.id\n}\n"
)
AS_CLUSTER, AS_SETTING = "azurerm_kubernetes_cluster.this", "azurerm_monitor_diagnostic_setting.this"


def verdicts(runner: Any, check_ids: list[str], **what: Any) -> dict[str, dict[str, set[str]]]:
    """The addresses that passed and failed, by check."""
    checkov_aks.register()
    report = runner.run(**what, runner_filter=RunnerFilter(framework=[runner.check_type], checks=check_ids))
    assert isinstance(report, Report)
    found: dict[str, dict[str, set[str]]] = {id_: {"passed": set(), "failed": set()} for id_ in check_ids}
    for name, records in (("passed", report.passed_checks), ("failed", report.failed_checks)):
        for record in records:
            found[record.check_id][name].add(record.resource)
    return found


def expected(*, in_a_plan: bool) -> dict[str, dict[str, set[str]]]:
    """What must come out of the two clusters."""
    return {
        id_: {
            name: set(told.get(name, ())) - (set(told.get("lost", ())) if in_a_plan else set())
            for name in ("passed", "failed")
        }
        for id_, told in VERDICTS.items()
    }


# -- a root with three modules and two clusters


@pytest.mark.tfparse("test_two_clusters_without_tfparse_say_less_and_nothing_else")
def test_two_clusters_with_shared_modules() -> None:
    assert verdicts(Runner(), list(VERDICTS), root_folder=str(TWO_CLUSTERS)) == expected(in_a_plan=False)


@pytest.mark.parametrize("after_unknown", ["", "True"])
def test_two_clusters_as_a_plan(after_unknown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVAL_TF_PLAN_AFTER_UNKNOWN", after_unknown)
    found = verdicts(PlanRunner(), list(VERDICTS), files=[str(TWO_CLUSTERS / "tfplan.json")])
    assert found == expected(in_a_plan=True)


def test_two_clusters_without_tfparse_say_less_and_nothing_else(without_tfparse: None) -> None:
    found, right = verdicts(Runner(), list(VERDICTS), root_folder=str(TWO_CLUSTERS)), expected(in_a_plan=False)
    for id_, told in found.items():
        assert told["passed"] <= right[id_]["passed"], id_
        assert told["failed"] <= right[id_]["failed"], id_
    assert sum(len(told["passed"]) + len(told["failed"]) for told in found.values()) >= 15


def test_every_check_of_several_resources_is_in_the_list() -> None:
    assert len(VERDICTS) == 18
    said = [told for told in VERDICTS.values() if told.get("passed") or told.get("failed")]
    assert len(said) == 18


# -- what lies apart stays apart


def test_roots_of_one_scan_never_mix(tmp_path: Path) -> None:
    for name, text in (("a", CLUSTER + SETTING), ("b", CLUSTER), ("c", SETTING)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text, encoding="utf-8")
    checkov_aks.register()
    report = Runner().run(str(tmp_path), runner_filter=RunnerFilter(framework=["terraform"], checks=["AKS_502"]))
    assert isinstance(report, Report)
    assert {record.file_path for record in report.passed_checks} == {"/a/main.tf"}
    assert {record.file_path for record in report.failed_checks} == {"/b/main.tf"}


def test_module_calls_of_one_name_never_mix(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "main.tf").write_text(
        CLUSTER + f'output "id" {{\n  value = {AS_CLUSTER}.id\n}}\n', encoding="utf-8"
    )
    calls = {
        "watched": 'module "aks" {\n  source = "../cluster"\n}\n'
        + SETTING.replace(f"{AS_CLUSTER}.id", "module.aks.id"),
        "blind": 'module "aks" {\n  source = "../cluster"\n}\n',
    }
    for name, text in calls.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text, encoding="utf-8")
    checkov_aks.register()
    report = Runner().run(str(tmp_path), runner_filter=RunnerFilter(framework=["terraform"], checks=["AKS_502"]))
    assert isinstance(report, Report)
    assert [record.caller_file_path for record in report.passed_checks] == ["/watched/main.tf"]
    assert [record.caller_file_path for record in report.failed_checks] == ["/blind/main.tf"]


# -- what cannot be seen


def test_a_file_that_does_not_parse_may_hold_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "broken.tf").write_text("resource {{{\n", encoding="utf-8")
    found = scan_text(tmp_path, CLUSTER, "AKS_502")
    assert found.parsing_errors
    assert (found.passed, found.failed) == (set(), set())
    (tmp_path / "broken.tf").unlink()
    assert scan(tmp_path, "AKS_502").failed == {AS_CLUSTER}


def test_what_checkov_computes_away_is_there(tmp_path: Path) -> None:
    # Checkov takes `var.none == "x"` for false and sees no setting at all.
    text = CLUSTER + SETTING.replace("{\n", '{\n  count = var.none == "x" ? 1 : 0\n', 1) + 'variable "none" {}\n'
    found = scan_text(tmp_path, text, "AKS_502")
    assert (found.passed, found.failed) == (set(), set())


def test_a_module_that_is_downloaded_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    upstream, root = tmp_path / "upstream", tmp_path / "root"
    upstream.mkdir()
    (upstream / "main.tf").write_text(CLUSTER + f'output "id" {{\n  value = {AS_CLUSTER}.id\n}}\n', encoding="utf-8")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *command], cwd=upstream, check=True)
    root.mkdir()
    call = f'module "aks" {{\n  source = "git::file://{upstream}"\n}}\n'
    (root / "main.tf").write_text(call + SETTING.replace(f"{AS_CLUSTER}.id", "module.aks.id"), encoding="utf-8")
    checkov_aks.register()
    runner_filter = RunnerFilter(framework=["terraform"], checks=["AKS_502"], download_external_modules=True)
    report = Runner().run(str(root), runner_filter=runner_filter)
    assert isinstance(report, Report)
    assert [record.resource for record in report.passed_checks] == [f"module.aks.{AS_CLUSTER}"]
    assert report.failed_checks == []


# -- plans of what exists already


def test_what_a_plan_deletes_counts_for_nothing_and_what_it_keeps_moves_replaces_or_imports_does() -> None:
    file = DEPLOYMENTS / "changes" / "tfplan.json"
    actions = {
        change["address"]: change["change"]["actions"]
        for change in json.loads(file.read_text(encoding="utf-8"))["resource_changes"]
    }
    assert actions["azurerm_kubernetes_cluster.kept"] == ["no-op"]
    assert actions["azurerm_monitor_diagnostic_setting.deleted"] == ["delete"]
    assert actions["azurerm_kubernetes_cluster.replaced"] == ["delete", "create"]
    assert actions["azurerm_kubernetes_cluster.imported"] == ["update"]
    found = verdicts(PlanRunner(), ["AKS_108", "AKS_502", "AKS_503", "AKS_704"], files=[str(file)])
    clusters = {address for address in actions if re.fullmatch(r"azurerm_kubernetes_cluster\.(?!deleted)\w+", address)}
    watched = {"moved", "replaced", "imported"}
    assert found == {
        # Its scope is a literal id by now.
        "AKS_108": {"passed": set(), "failed": {"azurerm_role_assignment.created"}},
        "AKS_502": {
            "passed": {f"azurerm_kubernetes_cluster.{name}" for name in watched},
            "failed": clusters - {f"azurerm_kubernetes_cluster.{name}" for name in watched},
        },
        "AKS_503": {"passed": {f"azurerm_monitor_diagnostic_setting.{name}" for name in watched}, "failed": set()},
        "AKS_704": {
            "passed": {"azurerm_kubernetes_cluster.kept"},
            "failed": clusters - {"azurerm_kubernetes_cluster.kept"},
        },
    }


@pytest.mark.parametrize("told", [{"complete": False}, {"errored": True}])
def test_what_a_plan_of_a_part_leaves_out_is_not_missing(tmp_path: Path, told: dict[str, bool]) -> None:
    # As `terraform plan -target=module.good` makes it.
    content = json.loads((TWO_CLUSTERS / "tfplan.json").read_text(encoding="utf-8")) | told
    modules = content["planned_values"]["root_module"]["child_modules"]
    content["planned_values"]["root_module"] = {
        "child_modules": [module for module in modules if module["address"] == "module.good"]
    }
    (tmp_path / "tfplan.json").write_text(json.dumps(content), encoding="utf-8")
    found = verdicts(PlanRunner(), ["AKS_502", "AKS_704", "AKS_705"], files=[str(tmp_path / "tfplan.json")])
    good = {f"module.good.{AS_CLUSTER}"}
    assert found["AKS_502"] == {"passed": set(), "failed": set()}
    assert found["AKS_704"]["failed"] == set()
    assert found["AKS_705"]["passed"] | found["AKS_705"]["failed"] == good


def test_several_plans_in_one_scan_never_mix(tmp_path: Path) -> None:
    shutil.copy(TWO_CLUSTERS / "tfplan.json", tmp_path / "whole.json")
    content = json.loads((TWO_CLUSTERS / "tfplan.json").read_text(encoding="utf-8"))
    modules = content["planned_values"]["root_module"]["child_modules"]
    content["planned_values"]["root_module"]["child_modules"] = [
        module for module in modules if module["address"] != "module.monitoring"
    ]
    (tmp_path / "without.json").write_text(json.dumps(content), encoding="utf-8")
    checkov_aks.register()
    runner_filter = RunnerFilter(framework=["terraform_plan"], checks=["AKS_502"])
    report = PlanRunner().run(root_folder=str(tmp_path), runner_filter=runner_filter)
    assert isinstance(report, Report)
    good = f"module.good.{AS_CLUSTER}"
    assert {(r.file_path, r.resource) for r in report.passed_checks} == {("/whole.json", good)}
    assert ("/without.json", good) in {(r.file_path, r.resource) for r in report.failed_checks}


# -- Terraform's JSON syntax, as CDKTF writes it


def test_terraform_json() -> None:
    ids = ["AKS_205", "AKS_206", "AKS_209", "AKS_502", "AKS_504", "AKS_602", "AKS_701", "AKS_703", "AKS_705"]
    found = verdicts(TerraformJsonRunner(), ids, root_folder=str(DEPLOYMENTS / "json"))
    good, bad, open_ = {"resource.good"}, {"resource.bad"}, {"resource.open"}
    wanted = {
        "AKS_205": {"passed": good, "failed": bad | open_},
        "AKS_206": {"passed": good, "failed": bad | open_},
        "AKS_209": {"passed": set(), "failed": {"resource.nodes"}},
        "AKS_502": {"passed": good, "failed": bad | open_},
        "AKS_504": {"passed": good, "failed": set()},
        "AKS_602": {"passed": set(), "failed": good | bad | open_},
        "AKS_701": {"passed": good, "failed": bad},
        "AKS_703": {"passed": set(), "failed": good | bad},
        "AKS_705": {"passed": good, "failed": bad},
    }
    for id_, told in found.items():
        assert_said(told["passed"], wanted[id_]["passed"])
        assert_said(told["failed"], wanted[id_]["failed"])


def test_terraform_json_across_resources_and_modules() -> None:
    ids = ["AKS_109", "AKS_208", "AKS_209", "AKS_216", "AKS_310", "AKS_502", "AKS_704"]
    found = verdicts(TerraformJsonRunner(), ids, root_folder=str(DEPLOYMENTS / "json_modules"))
    # A module that is not there is handed `resource.handed`.
    wanted: dict[str, dict[str, set[str]]] = {
        "AKS_109": {"passed": set(), "failed": {"resource.r"}},
        "AKS_208": {"passed": set(), "failed": {"resource.s"}},
        "AKS_209": {"passed": set(), "failed": {"resource.s"}},
        "AKS_216": {"passed": set(), "failed": {"resource.watched"}},
        "AKS_310": {"passed": set(), "failed": {"resource.k"}},
        "AKS_502": {"passed": {"resource.watched"}, "failed": {"resource.bare"}},
        "AKS_704": {"passed": {"resource.watched"}, "failed": {"resource.bare"}},
    }
    assert found.keys() == wanted.keys()
    for id_, told in found.items():
        assert_said(told["passed"], wanted[id_]["passed"])
        assert_said(told["failed"], wanted[id_]["failed"])


def test_json_beside_hcl_is_one_root(tmp_path: Path) -> None:
    setting = {"target_resource_id": f"${{{AS_CLUSTER}.id}}"}
    content = {"resource": {"azurerm_monitor_diagnostic_setting": {"this": setting}}}
    (tmp_path / "setting.tf.json").write_text(json.dumps(content), encoding="utf-8")
    assert scan_text(tmp_path, CLUSTER, "AKS_502").passed == {AS_CLUSTER}


# -- the index


def test_every_index_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[Any] = Counter()
    build, index = deployment._Builder.build, deployment.Deployment._index
    monkeypatch.setattr(
        deployment._Builder,
        "build",
        lambda self, scope: made.update([scope.definitions.directory]) or build(self, scope),
    )
    monkeypatch.setattr(deployment.Deployment, "_index", lambda self, *what: made.update([what]) or index(self, *what))
    verdicts(Runner(), list(VERDICTS), root_folder=str(TWO_CLUSTERS))
    assert made[str(TWO_CLUSTERS)] == 1
    assert len(made) > 10
    assert set(made.values()) == {1}


# -- the stand-in provider


@pytest.mark.once
@pytest.mark.parametrize("root", terraform.DEPLOYMENTS, ids=lambda root: root.name)
def test_committed_plans_of_deployments_are_terraforms_own(root: Path) -> None:
    lacking = terraform.missing()
    if lacking:
        pytest.skip(lacking)
    assert terraform.committed(root) == (root / "tfplan.json").read_text(encoding="utf-8")


@pytest.mark.once
def test_committed_plans_of_checks_are_terraforms_own() -> None:
    lacking = terraform.missing()
    if lacking:
        pytest.skip(lacking)
    roots = {root.parent.name: root for root in terraform.fixtures() if root.name == "planned"}
    assert roots.keys() >= {folder.name for folder in (FIXTURES / "terraform").iterdir()}
    for name, found in terraform.together([*roots.values()]).items():
        content = json.loads((roots[name] / "tfplan.json").read_text(encoding="utf-8"))
        assert found == terraform.told(content), name


def test_the_stand_in_refuses_what_azurerm_refuses(tmp_path: Path) -> None:
    lacking = terraform.missing()
    if lacking:
        pytest.skip(lacking)
    (tmp_path / "main.tf").write_text(CLUSTER.replace("name", "nome"), encoding="utf-8")
    with pytest.raises(terraform.TerraformError, match="nome"):
        terraform.validate(tmp_path)


# -- what is damaged


@pytest.fixture(scope="module")
def planned_graph() -> Any:
    runner = PlanRunner()
    runner_filter = RunnerFilter(framework=["terraform_plan"], checks=["AKS_NONE"])
    runner.run(files=[str(TWO_CLUSTERS / "tfplan.json")], runner_filter=runner_filter)
    return runner.graph_manager.db_connector.graph  # type: ignore[union-attr]


DAMAGE: list[Any] = [None, [], {}, "x", 1, [None], [{"a": [1]}], ["", "module.good", "each.value", "..", "var", 7]]


@pytest.mark.parametrize(
    "key",
    ["configuration", "root_module", "resources", "module_calls", "module", "expressions", "references", "outputs",
     "expression", "provider_config", "for_each_expression", "address", "planned_values", "child_modules", "values",
     "resource_changes", "change", "after_unknown", "default_node_pool", "enabled_log"],
)  # fmt: skip
def test_a_damaged_configuration_of_a_plan(key: str, planned_graph: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.loads((TWO_CLUSTERS / "tfplan.json").read_text(encoding="utf-8"))
    parts = {part: content[part] for part in ("configuration", "planned_values", "resource_changes")}
    for value in DAMAGE:
        damaged = replaced(parts, key, value)
        monkeypatch.setattr(scan_module, "read_plan", lambda _, damaged=damaged: Plan(damaged))
        monkeypatch.setattr(scan_module, "_recent", Recent())
        judged = 0
        for check_id in VERDICTS:
            check = registered()[check_id].check
            assert isinstance(check, TerraformCheck)
            check.graph = planned_graph
            for vertex, conf in scan_module.Scan(planned_graph)._configurations():
                if vertex["resource_type"] in check.supported_entities:
                    check.entity_path = f"{vertex['file_path_']}:{vertex['resource_type']}:x"
                    check.scan_entity_conf(dict(conf), vertex["resource_type"])
                    judged += 1
        assert judged > 30


def replaced(node: Any, key: str, value: Any) -> Any:
    """A copy with another value for every key of that name."""
    if isinstance(node, dict):
        return {name: value if name == key else replaced(child, key, value) for name, child in node.items()}
    return [replaced(child, key, value) for child in node] if isinstance(node, list) else node


def test_references_that_lead_in_circles(tmp_path: Path, without_tfparse: None) -> None:
    text = """
locals {
  a = local.b
  b = local.a
}
module "m" {
  source = "./m"
  id     = module.m.id
}
resource "azurerm_kubernetes_cluster" "this" {
  name                = azurerm_kubernetes_cluster.this.name
  private_dns_zone_id = local.a
}
resource "azurerm_monitor_diagnostic_setting" "this" {
  for_each           = azurerm_monitor_diagnostic_setting.this
  target_resource_id = each.value.target_resource_id
}
resource "azurerm_monitor_diagnostic_setting" "other" {
  target_resource_id = module.m.id
}
"""
    (tmp_path / "m").mkdir()
    module = 'variable "id" {}\noutput "id" {\n  value = var.id\n}\n'
    (tmp_path / "m" / "main.tf").write_text(module, encoding="utf-8")
    for check_id in ("AKS_204", "AKS_502", "AKS_503", "AKS_704"):
        scan_text(tmp_path, text, check_id)
    assert scan(tmp_path, "AKS_502").failed == set()


@pytest.mark.parametrize("name", ["insecure", "secure"])
def test_the_examples_are_valid(name: str) -> None:
    lacking = terraform.missing()
    if lacking:
        pytest.skip(lacking)
    terraform.validate(Path(__file__).parents[1] / "examples" / name)


POOLS_IN_ONE_REGION = {
    "main.tf": """
variable "regions" {
  default = { west = { apps = {} }, north = {} }
}
module "cluster" {
  source   = "./cluster"
  for_each = var.regions
  pools    = each.value
}
""",
    "cluster/main.tf": """
variable "pools" {}
module "pool" {
  source   = "../pool"
  for_each = var.pools
}
""",
    "pool/main.tf": """
resource "azurerm_kubernetes_cluster_node_pool" "this" {
}
""",
}


@pytest.mark.tfparse("nowhere: Checkov alone cannot tell that there is none")
def test_what_a_module_does_not_have_is_not_judged_there(tmp_path: Path) -> None:
    for name, text in POOLS_IN_ONE_REGION.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = scan(tmp_path, "AKS_606")
    assert found.failed == {'module.cluster["west"].module.pool["apps"].azurerm_kubernetes_cluster_node_pool.this'}
