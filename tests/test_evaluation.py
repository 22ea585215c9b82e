"""Whose evaluation is believed, case by case, with tfparse and without."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from checkov_aks.terraform.base import scan
from checkov_aks.terraform.base.definitions import EVALUATED, FUNCTION
from tests import witnesses
from tests.azurerm import terraform
from tests.reading import blocks, cluster, plain
from tests.scanning import scan_text

VARIABLES = witnesses.CASES["variables"]
CASES = [*witnesses.EXPRESSIONS, *witnesses.DYNAMIC]
TEXTS = [case.get("expression") or case["for_each"] for case in CASES]
places = pytest.mark.parametrize("place", witnesses.PLACES)


def compared(found: list[Any], column: str, cases: list[dict[str, Any]]) -> list[str]:
    """Where something else is said than the table has; booleans and numbers may stay text."""
    return [
        f"{case.get('expression') or case['for_each']}: {said}, not {case[column]}"
        for said, case in zip(found, cases, strict=True)
        if not (witnesses.is_same(said, case[column]))
    ]


@pytest.mark.tfparse("test_expressions_without_tfparse")
@places
def test_expressions(tmp_path: Path, place: str) -> None:
    found = [said for said, _ in witnesses.of_expressions(tmp_path, place)]
    assert compared(found, "ours", witnesses.EXPRESSIONS) == []


@places
def test_expressions_without_tfparse_are_known_the_same_or_less(
    tmp_path: Path, place: str, without_tfparse: None
) -> None:
    found = [said for said, _ in witnesses.of_expressions(tmp_path, place)]
    pairs = zip(found, witnesses.EXPRESSIONS, strict=True)
    assert [case for said, case in pairs if not witnesses.is_same_or_less(said, case["ours"])] == []


@pytest.mark.once
@places
def test_expressions_without_tfparse(tmp_path: Path, place: str, without_tfparse: None) -> None:
    found = [said for said, _ in witnesses.of_expressions(tmp_path, place)]
    assert compared(found, "alone", witnesses.EXPRESSIONS) == []


@pytest.mark.tfparse("test_dynamic_blocks_without_tfparse")
def test_dynamic_blocks(tmp_path: Path) -> None:
    found = [said for said, _ in witnesses.of_dynamic_blocks(tmp_path)]
    assert compared(found, "ours", witnesses.DYNAMIC) == []


@pytest.mark.tfparse("test_functions_without_tfparse")
def test_functions(tmp_path: Path) -> None:
    found = [said for said, _ in witnesses.of_expressions(tmp_path, "outermost", witnesses.FUNCTIONS)]
    assert compared(found, "terraform", witnesses.FUNCTIONS) == []


def test_functions_without_tfparse(tmp_path: Path, without_tfparse: None) -> None:
    found = [said for said, _ in witnesses.of_expressions(tmp_path, "outermost", witnesses.FUNCTIONS)]
    pairs = zip(found, witnesses.FUNCTIONS, strict=True)
    assert [case for said, case in pairs if not witnesses.is_same_or_less(said, case["terraform"])] == []


def test_every_function_that_is_believed_is_tried() -> None:
    called = {name for case in witnesses.FUNCTIONS for name in FUNCTION.findall(case["expression"])}
    assert called == EVALUATED


def test_dynamic_blocks_without_tfparse(tmp_path: Path, without_tfparse: None) -> None:
    found = [said for said, _ in witnesses.of_dynamic_blocks(tmp_path)]
    assert compared(found, "alone", witnesses.DYNAMIC) == []


@pytest.mark.tfparse("nowhere: it is about tfparse")
@pytest.mark.once
def test_what_tfparse_says(tmp_path: Path) -> None:
    found = [told for _, told in witnesses.of_expressions(tmp_path, "outermost")]
    assert compared(found, "tfparse", witnesses.EXPRESSIONS) == []
    blocks_of = [told for _, told in witnesses.of_dynamic_blocks(tmp_path)]
    assert compared(blocks_of, "tfparse", witnesses.DYNAMIC) == []


@pytest.mark.once
def test_what_checkov_says(tmp_path: Path, without_tfparse: None) -> None:
    found = [told for _, told in witnesses.of_expressions(tmp_path, "outermost")]
    assert compared(found, "checkov", witnesses.EXPRESSIONS) == []
    blocks_of = [told for _, told in witnesses.of_dynamic_blocks(tmp_path)]
    assert compared(blocks_of, "checkov", witnesses.DYNAMIC) == []


@pytest.mark.once
def test_what_terraform_says(tmp_path: Path) -> None:
    lacking = terraform.missing()
    if lacking:
        pytest.skip(lacking)
    cases = [*witnesses.EXPRESSIONS, *witnesses.FUNCTIONS, *witnesses.DYNAMIC]
    assert compared(witnesses.of_terraform(tmp_path), "terraform", cases) == []


@pytest.mark.parametrize("case", CASES, ids=TEXTS)
def test_what_is_said_is_true_or_less(case: dict[str, Any]) -> None:
    truth = case["terraform"]
    claims = [said for said in (case["ours"], case["alone"]) if not witnesses.is_same_or_less(said, truth)]
    assert bool(claims) == ("because" in case) or truth == "refused"
    assert witnesses.is_same_or_less(case["alone"], case["ours"])
    assert case["wrong"] == [
        name for name in ("tfparse", "checkov") if witnesses.is_wrong(case[name], witnesses.truth_of(case))
    ]


ORDERS = {
    "dynamic then static": ("D", "S"),
    "two dynamic then static": ("E", "D", "S"),
    "static then dynamic": ("S", "D"),
    "between static ones": ("S", "D", "S2"),
    "before an empty one": ("D", "S", "N"),
}
PARTS = {
    "D": (
        'dynamic "microsoft_defender" {\n    for_each = var.nul == null ? [1] : []\n    content {\n'
        '      x = "y"\n    }\n  }'
    ),
    "E": 'dynamic "oms_agent" {\n    for_each = [1]\n    content {\n    }\n  }',
    "N": 'dynamic "web_app_routing" {\n    for_each = var.nul[*]\n    content {\n    }\n  }',
    "S": 'identity {\n    type = "SystemAssigned"\n  }',
    "S2": "lifecycle {\n  }",
}


@pytest.mark.tfparse("test_dynamic_blocks_without_tfparse")
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_no_dynamic_block_is_lost(tmp_path: Path, order: tuple[str, ...]) -> None:
    block = cluster(tmp_path, "  " + "\n  ".join(PARTS[part] for part in order), VARIABLES)
    assert block.has("microsoft_defender").passed
    assert block["microsoft_defender.x"].text() == "y"
    assert block.has("web_app_routing").failed


@pytest.mark.tfparse("test_dynamic_blocks_without_tfparse")
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_no_dynamic_block_inside_a_block_is_lost(tmp_path: Path, order: tuple[str, ...]) -> None:
    body = "\n  ".join(PARTS[part] for part in order).replace("microsoft_defender", "upgrade_settings")
    text = f'  default_node_pool {{\n  name = "a}}b${{"${{1}}"}}" # {{\n  {body}\n  }}\n  identity {{\n  }}'
    block = cluster(tmp_path, text, VARIABLES)
    assert block.has("default_node_pool.upgrade_settings").passed
    assert block["default_node_pool.upgrade_settings.x"].text() == "y"
    assert block.has("default_node_pool.web_app_routing").failed
    assert block["default_node_pool.name"].text() == "a}b1"


def test_a_dynamic_block_that_may_be_lost_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "guarded", lambda root, _: nullcontext(root))
    block = cluster(tmp_path, f"  {PARTS['D']}\n  {PARTS['S']}", VARIABLES)
    assert block.has("microsoft_defender").unknown
    inner = PARTS["D"].replace("microsoft_defender", "upgrade_settings")
    block = cluster(tmp_path, f'  default_node_pool {{\n  name = "x"\n  {inner}\n  }}', VARIABLES)
    assert block.has("default_node_pool.upgrade_settings").unknown


@pytest.mark.tfparse("nowhere: it is about the copy for tfparse")
def test_files_beside_the_configuration_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "tier.txt").write_text("Standard", encoding="utf-8")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "tier.txt").write_text("Premium", encoding="utf-8")
    (tmp_path / "terraform.tfvars").write_text('nodef = "given"\n', encoding="utf-8")
    body = f'  a = file("tier.txt")\n  b = file("${{path.module}}/files/tier.txt")\n  c = var.nodef\n  {PARTS["D"]}'
    block = cluster(tmp_path, body, VARIABLES)
    assert [plain(block[name]) for name in "abc"] == ["Standard", "Premium", "given"]


@pytest.mark.tfparse("test_dynamic_blocks_without_tfparse")
def test_dynamic_blocks_of_known_items(tmp_path: Path) -> None:
    body = 'dynamic "extension" {\n  for_each = toset(["a", "b"])\n  content {\n    name = extension.value\n  }\n}'
    extensions = cluster(tmp_path, body).blocks("extension")
    assert extensions.certain
    assert [plain(extension["name"]) for extension in extensions.items] == ["a", "b"]


def test_static_blocks_beside_an_unknown_dynamic_one(tmp_path: Path) -> None:
    body = (
        'extension {\n  name = "a"\n}\ndynamic "extension" {\n  for_each = var.nodef\n'
        "  content {\n    name = extension.value\n  }\n}"
    )
    extensions = cluster(tmp_path, body, VARIABLES).blocks("extension")
    assert not extensions.certain
    assert [plain(extension["name"]) for extension in extensions.items] == ["a"]


INSTANCES = """
variable "nodef" {}
variable "pools" {
  default = {
    a = { tier = "Standard", zones = ["1"] }
    b = { tier = null, zones = null }
  }
}
resource "azurerm_kubernetes_cluster" "each" {
  for_each = var.pools
  sku_tier = each.value.tier
  zones    = each.value.zones
  lookup   = lookup(each.value, "absent", null)
}
resource "azurerm_kubernetes_cluster" "set" {
  for_each = toset(["Standard"])
  sku_tier = each.value
}
resource "azurerm_kubernetes_cluster" "count" {
  count    = 2
  sku_tier = count.index == 0 ? "Free" : "Standard"
}
resource "azurerm_kubernetes_cluster" "unknown_each" {
  for_each = var.nodef
  sku_tier = each.value.tier
  other    = "known"
}
resource "azurerm_kubernetes_cluster" "unknown_count" {
  count    = var.nodef ? 1 : 0
  sku_tier = "Free"
  other    = null
}
resource "azurerm_kubernetes_cluster" "empty_each" {
  for_each = {}
}
resource "azurerm_kubernetes_cluster" "empty_count" {
  count = 0
}
"""


@pytest.mark.tfparse("test_values_through_for_each")
def test_instances(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(INSTANCES, encoding="utf-8")
    found = {address.partition(".")[2]: instances for address, instances in blocks(tmp_path).items()}
    assert plain(found['each["a"]'][0]["sku_tier"]) == "Standard"
    assert plain(found['each["b"]'][0]["sku_tier"]) == "Free"  # null, so the default
    assert plain(found['each["b"]'][0]["zones"]) == "absent"
    assert plain(found['each["b"]'][0]["lookup"]) == "absent"
    assert plain(found['set["Standard"]'][0]["sku_tier"]) == "Standard"
    assert [plain(found[f"count[{index}]"][0]["sku_tier"]) for index in (0, 1)] == ["Free", "Standard"]
    assert plain(found["unknown_each"][0]["sku_tier"]) == "unknown"
    assert plain(found["unknown_each"][0]["other"]) == "known"
    assert plain(found["unknown_count"][0]["sku_tier"]) == "Free"
    assert plain(found["unknown_count"][0]["other"]) == "absent"
    assert found["empty_each"] == []
    assert found.get("empty_count", []) == []


EXPANDED = """
variable "pools" {
  default = {
    a = { on = true, tier = "Standard" }
    b = { on = true, tier = "Free" }
    c = { on = false, tier = "Free" }
  }
}
locals {
  on = { for name, pool in var.pools : name => pool if pool.on }
}
resource "azurerm_kubernetes_cluster" "this" {
  for_each = local.on
  sku_tier = each.value.tier
}
"""


@pytest.mark.tfparse("test_fixtures, less of each")
def test_instances_that_checkov_cannot_expand_are_judged_together(tmp_path: Path) -> None:
    found = scan_text(tmp_path, EXPANDED, "AKS_705")
    assert found.failed == {"azurerm_kubernetes_cluster.this"}
    (details,) = found.details.values()
    assert details[0] == '`azurerm_kubernetes_cluster.this["b"]`: `sku_tier` is `"Free"`.'
    better = EXPANDED.replace('b = { on = true, tier = "Free" }', 'b = { on = true, tier = "Premium" }')
    assert scan_text(tmp_path, better, "AKS_705").passed == {"azurerm_kubernetes_cluster.this"}
    in_part = better.replace("each.value.tier", 'each.key == "a" ? "Standard" : data.x.y.z')
    assert scan_text(tmp_path, in_part, "AKS_705").seen == {"azurerm_kubernetes_cluster.this"}
    assert scan_text(tmp_path, in_part, "AKS_705").passed == set()
    unknown = better.replace('"Premium"', "null").replace("each.value.tier", "try(data.x.y.z, each.value.tier)")
    assert scan_text(tmp_path, unknown, "AKS_705").seen == {"azurerm_kubernetes_cluster.this"}
    assert scan_text(tmp_path, unknown, "AKS_705").passed == set()


MODULE = """
variable "tier" {
  default = null
}
variable "size" {}
variable "config" {
  type    = object({ tier = optional(string) })
  default = {}
}
resource "azurerm_kubernetes_cluster" "this" {
  sku_tier = var.tier
  x        = var.config.tier
  y        = var.size
}
output "cluster_id" {
  value = azurerm_kubernetes_cluster.this.id
}
output "size" {
  value = var.size
}
"""
CALLS = """
variable "nodef" {}
module "given" {
  source = "./module"
  tier   = "Standard"
  size   = 1
  config = { tier = "x" }
}
module "left" {
  source = "./module"
  size   = 1
}
module "null" {
  source = "./module"
  tier   = null
  size   = module.given.size
}
module "unknown" {
  source = "./module"
  tier   = var.nodef
  size   = module.given.cluster_id
  config = { tier = var.nodef }
}
module "each" {
  for_each = { a = { tier = "Standard" }, b = { tier = null } }
  source   = "./module"
  tier     = each.value.tier
  size     = 1
}
module "nested" {
  source = "./outer"
}
module "none" {
  count  = 0
  source = "./module"
  size   = 1
}
"""
OUTER = 'module "inner" {\n  source = "../module"\n  tier   = "Premium"\n  size   = 2\n}\n'


@pytest.mark.tfparse("test_mutations, a deployment in a module")
def test_modules(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(CALLS, encoding="utf-8")
    for name, text in (("module", MODULE), ("outer", OUTER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text, encoding="utf-8")
    found = blocks(tmp_path)

    def read(call: str, name: str) -> object:
        return plain(found[f"module.{call}.azurerm_kubernetes_cluster.this"][0][name])

    assert (read("given", "sku_tier"), read("given", "x"), read("given", "y")) == ("Standard", "x", 1)
    assert (read("left", "sku_tier"), read("left", "x")) == ("Free", "absent")
    assert (read("null", "sku_tier"), read("null", "y")) == ("Free", 1)
    assert (read("unknown", "sku_tier"), read("unknown", "y")) == ("set", "set")
    assert read("unknown", "x") in ("set", "unknown")
    assert (read('each["a"]', "sku_tier"), read('each["b"]', "sku_tier")) == ("Standard", "Free")
    assert read("nested.module.inner", "sku_tier") == "Premium"
    assert found.get("module.none.azurerm_kubernetes_cluster.this", []) == []


def test_variable_files_and_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(f'variable "{name}" {{}}' for name in "abcd")
    body = "\n".join(f"  {name} = var.{name}" for name in "abcd")
    (tmp_path / "terraform.tfvars").write_text('a = "file"\nb = "file"\n', encoding="utf-8")
    (tmp_path / "z.auto.tfvars").write_text('b = "auto"\n', encoding="utf-8")
    (tmp_path / "other.tfvars").write_text('c = "not read"\n', encoding="utf-8")
    monkeypatch.setenv("TF_VAR_d", "environment")
    block = cluster(tmp_path, body, text)
    assert [plain(block[name]) for name in "abc"] == ["file", "auto", "set"]
    assert plain(block["d"]) == "environment"


def test_variable_files_of_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "main.tf").write_text(
        'variable "tier" {\n  default = "Free"\n}\n'
        'resource "azurerm_kubernetes_cluster" "this" {\n  sku_tier = var.tier\n}\n',
        encoding="utf-8",
    )
    (tmp_path / "root" / "terraform.tfvars").write_text('tier = "Standard"\n', encoding="utf-8")
    (tmp_path / "prod.tfvars").write_text('tier = "Premium"\n', encoding="utf-8")
    (given,) = blocks(tmp_path / "root", var_files=[str(tmp_path / "prod.tfvars")]).values()
    assert plain(given[0]["sku_tier"]) == "Premium"
    (left,) = blocks(tmp_path / "root").values()
    assert plain(left[0]["sku_tier"]) == "Standard"


def test_ignored_changes_are_unknown(tmp_path: Path) -> None:
    body = (
        '  sku_tier = "Free"\n  default_node_pool {\n    name = "x"\n  }\n  lifecycle {\n'
        "    ignore_changes = [default_node_pool[0].zones, oms_agent, automatic_channel_upgrade]\n  }"
    )
    block = cluster(tmp_path, body)
    assert block["default_node_pool.zones"].unknown
    assert block["automatic_upgrade_channel"].unknown
    assert block.has("oms_agent").unknown
    assert block["oms_agent.log_analytics_workspace_id"].unknown
    assert block.has("microsoft_defender").failed
    assert plain(block["sku_tier"]) == "Free"


def test_ignoring_all_changes(tmp_path: Path) -> None:
    block = cluster(tmp_path, "  lifecycle {\n    ignore_changes = all\n  }")
    assert block["sku_tier"].unknown


def test_a_value_of_the_wrong_type_decides_nothing(tmp_path: Path) -> None:
    block = cluster(tmp_path, '  a = { x = 1 }\n  b = "text"\n  c = ["1"]')
    assert block["a"].is_in("x").unknown
    assert block["b"].is_true().unknown
    assert block["b"].number() is None
    assert block["b"].items() is None
    assert block["c"].text() is None


def test_what_is_computed_inside_a_dynamic_block_is_not_what_it_goes_over(tmp_path: Path) -> None:
    content = 'vnet_subnet_id = coalesce(var.nodef, { a = "b" }["a"])\n zones = default_node_pool.value'
    text = f'dynamic "default_node_pool" {{\n  for_each = [["1"]]\n  content {{\n {content}\n  }}\n  }}'
    block = cluster(tmp_path, text, VARIABLES)
    assert block["default_node_pool.vnet_subnet_id"].unknown
    assert not block["default_node_pool.zones"].absent


def test_what_is_there_only_while_terraform_runs_is_not_known(tmp_path: Path) -> None:
    assert cluster(tmp_path, "dns_prefix = ephemeral.random_password.any.result")["dns_prefix"].unknown


def test_an_id_that_stands_in_an_object_is_no_number(tmp_path: Path, without_tfparse: None) -> None:
    id_ = "22222222-2222-2222-2222-222222222222"
    rest = f'variable "id" {{\n  default = "{id_}"\n}}\nlocals {{\n  group = {{ id = var.id }}\n}}'
    assert plain(cluster(tmp_path, "dns_prefix = local.group.id", rest)["dns_prefix"]) in (id_, "set", "unknown")
