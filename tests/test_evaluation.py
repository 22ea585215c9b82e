"""Whose evaluation is believed, case by case, with tfparse and without."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from checkov_aks.terraform.base import scan
from tests.reading import NoEvaluator, blocks, cluster, plain
from tests.scanning import scan_text

VARIABLES = """
variable "nul" {
  default = null
}
variable "nodef" {}
variable "known" {
  default = "Standard"
}
variable "flag" {
  default = false
}
variable "items" {
  default = ["1", "2", "3"]
}
variable "settings" {
  type = object({
    tier  = optional(string, "Standard")
    other = optional(string)
    zones = optional(list(string))
  })
  default = {}
}
locals {
  by_null    = var.nul != null ? "Standard" : "Free"
  passed_on  = var.nodef
  templated  = "x-${var.nodef}"
  nullable   = var.nodef ? "a" : null
  merged     = merge({ a = 1 }, var.nodef)
  again      = local.passed_on
}
resource "azurerm_subnet" "aks" {
  name = "nodes"
}
"""

# expression, what is true, what the second witness may say instead: nothing, or less
CASES = [
    ('var.nul != null ? "Standard" : "Free"', "Free"),
    ('var.nodef == "x" ? "Standard" : "Free"', "unknown"),
    ('var.nodef != "dev" ? "Standard" : "Free"', "unknown"),
    ("var.nodef && true", "unknown"),
    ("var.nul == null", True),
    ("local.by_null", "Free"),
    ('coalesce(var.nul, "Standard")', "Standard"),
    ('coalesce(var.nodef, "Standard")', "set"),
    ('try(var.nul.x, "Standard")', "Standard"),
    ('lookup({ a = "Standard" }, "a", null)', "Standard"),
    ('lookup({ a = "Standard" }, "b", null)', "absent"),
    ("var.known", "Standard"),
    ("var.nodef", "set"),
    ("var.nul", "absent"),
    ("null", "absent"),
    ("local.passed_on", "set"),
    ("local.again", "set"),
    ("local.templated", "set"),
    ("local.nullable", "unknown"),
    ("local.merged", "set"),
    ('"${var.nodef}-x"', "set"),
    ('format("%s-x", var.nodef)', "set"),
    ("try(var.nodef.x, null)", "unknown"),
    ("var.nodef.x", "unknown"),
    ('var.nodef ? "a" : null', "unknown"),
    ("azurerm_subnet.aks.id", "set"),
    ("azurerm_subnet.aks.unheard_of", "set"),
    ("azurerm_subnet.aks[0].id", "set"),
    ("data.azurerm_subnet.x.id", "set"),
    ('"${azurerm_subnet.aks.id}/x"', "set"),
    ('azurerm_subnet.aks.unheard_of != null ? "a" : null', "unknown"),
    ("module.absent.id", "set"),
    ("azurerm_subnet.aks.name", "nodes"),
    ('"Standard"', "Standard"),
    ('"true"', "true"),
    ("!false", True),
    ("try(var.nodef, true)", "unknown"),
    ("var.settings.tier", "Standard"),
    ("var.settings.other", "absent"),
    ("var.settings.zones", "absent"),
    ("var.items", ["1", "2", "3"]),
    ('["1", var.nodef]', ["1", "set"]),
    ("[azurerm_subnet.aks.id]", ["set"]),
    ("[]", []),
    ('toset(["a"])', ["a"]),
    ('terraform.workspace == "prod" ? "Standard" : "Free"', "unknown"),
    ("timestamp()", "unknown"),
    ('file("missing.txt")', "unknown"),
    ('try(data.azurerm_subnet.x.name, "Standard")', "unknown"),
    ('try(module.absent.name, "Standard")', "unknown"),
    ('can(module.absent.name) ? "Standard" : "Free"', "unknown"),
    ("length([var.nodef])", 1),
    ('merge(var.nodef, { a = "b" })', "set"),
    ('concat(["a"], var.nodef)', "set"),
    ('{ (var.nodef) = "b" }', "set"),
    ('{ (var.known) = "b" }', {"Standard": "b"}),
    ('concat(["a=b:c"], ["d=e:f"])', ["a=b:c", "d=e:f"]),
    ('jsonencode({ effect = "deny" })', '{"effect":"deny"}'),
    ("jsonencode({ effect = var.nodef })", "set"),
    ('{ a = "b", c = var.nodef, d = null }', {"a": "b", "c": "set"}),
]


@pytest.mark.parametrize(("expression", "truth"), CASES, ids=[case[0] for case in CASES])
def test_first_witness(tmp_path: Path, expression: str, truth: object) -> None:
    block = cluster(tmp_path, f"  x = {expression}", VARIABLES)
    assert type(block.resource.source).__name__ == "EvaluatedSource"
    found = plain(block["x"])
    # Booleans may stay text; Terraform converts either.
    assert found == truth or found == str(truth).lower()


@pytest.mark.parametrize(("expression", "truth"), CASES, ids=[case[0] for case in CASES])
def test_second_witness_says_the_same_or_less(
    tmp_path: Path, expression: str, truth: object, without_tfparse: None
) -> None:
    block = cluster(tmp_path, f"  x = {expression}", VARIABLES)
    assert type(block.resource.source).__name__ == "ConfiguredSource"
    found = plain(block["x"])
    if isinstance(truth, list) and isinstance(found, list):
        assert sorted(map(str, found)) == sorted(map(str, truth))
    elif str(truth).startswith('{"'):
        assert found == "set" or json.loads(str(found)) == json.loads(str(truth))
    elif found != truth and found != {"true": True, "Standard": "Standard"}.get(str(truth), object()):
        assert found in ("unknown", "set")


SURE_CASES = [
    ("var.known", "Standard"),
    ("var.nodef", "set"),
    ("var.nul", "absent"),
    ("null", "absent"),
    ('"Standard"', "Standard"),
    ("true", True),
    ("local.passed_on", "set"),
    ("azurerm_subnet.aks.id", "set"),
    ('["1", "2", "3"]', ["1", "2", "3"]),
    ("[]", []),
]


@pytest.mark.parametrize(("expression", "truth"), SURE_CASES, ids=[case[0] for case in SURE_CASES])
def test_second_witness_is_not_silent(tmp_path: Path, expression: str, truth: object, without_tfparse: None) -> None:
    found = plain(cluster(tmp_path, f"  x = {expression}", VARIABLES)["x"])
    assert sorted(map(str, found)) == truth if isinstance(truth, list) else found == truth


DYNAMIC = [
    ("[1]", "PASSED", "PASSED"),
    ("[]", "FAILED", "FAILED"),
    ("var.flag ? [1] : []", "FAILED", "UNKNOWN"),
    ("var.nul == null ? [] : [1]", "FAILED", "UNKNOWN"),
    ("var.nul == null ? [1] : []", "PASSED", "UNKNOWN"),
    ("var.nodef ? [1] : []", "UNKNOWN", "UNKNOWN"),
    ('var.nodef == "x" ? [1] : []', "UNKNOWN", "UNKNOWN"),
    ("var.nodef", "UNKNOWN", "UNKNOWN"),
    ("var.nul[*]", "FAILED", "UNKNOWN"),
    ("[azurerm_subnet.aks.id]", "PASSED", "PASSED"),
    ("azurerm_subnet.aks.id == null ? [] : [1]", "PASSED", "UNKNOWN"),
    ("azurerm_subnet.aks.unheard_of == null ? [] : [1]", "UNKNOWN", "UNKNOWN"),
    ("concat([1], var.nodef)", "UNKNOWN", "UNKNOWN"),
    ("try(data.azurerm_subnet.x.name, null) == null ? [1] : []", "UNKNOWN", "UNKNOWN"),
    ("can(data.azurerm_subnet.x.name) ? [] : [1]", "UNKNOWN", "UNKNOWN"),
    ('terraform.workspace == "default" ? [1] : []', "UNKNOWN", "UNKNOWN"),
    ('toset(["a", "b"])', "PASSED", "UNKNOWN"),
]


@pytest.mark.parametrize(("for_each", "first", "second"), DYNAMIC, ids=[case[0] for case in DYNAMIC])
def test_dynamic_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, for_each: str, first: str, second: str) -> None:
    body = f'dynamic "microsoft_defender" {{\n    for_each = {for_each}\n    content {{\n      x = "y"\n    }}\n  }}'
    block = cluster(tmp_path, body, VARIABLES)
    assert block.has("microsoft_defender").outcome.value == first
    if first == "UNKNOWN":
        assert block["microsoft_defender.x"].unknown
    monkeypatch.setattr(scan, "evaluator", NoEvaluator())
    assert cluster(tmp_path, body, VARIABLES).has("microsoft_defender").outcome.value == second


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


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_no_dynamic_block_is_lost(tmp_path: Path, order: tuple[str, ...]) -> None:
    block = cluster(tmp_path, "  " + "\n  ".join(PARTS[part] for part in order), VARIABLES)
    assert block.has("microsoft_defender").passed
    assert block["microsoft_defender.x"].text() == "y"
    assert block.has("web_app_routing").failed


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


def test_files_beside_the_configuration_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "tier.txt").write_text("Standard", encoding="utf-8")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "tier.txt").write_text("Premium", encoding="utf-8")
    (tmp_path / "terraform.tfvars").write_text('nodef = "given"\n', encoding="utf-8")
    body = f'  a = file("tier.txt")\n  b = file("${{path.module}}/files/tier.txt")\n  c = var.nodef\n  {PARTS["D"]}'
    block = cluster(tmp_path, body, VARIABLES)
    assert [plain(block[name]) for name in "abc"] == ["Standard", "Premium", "given"]


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


def test_instances_that_checkov_cannot_expand_are_judged_together(tmp_path: Path) -> None:
    found = scan_text(tmp_path, EXPANDED, "AKS_705")
    assert found.failed == {"azurerm_kubernetes_cluster.this"}
    (details,) = found.details.values()
    assert details[0] == '`azurerm_kubernetes_cluster.this["b"]`: `sku_tier` is `"Free"`.'
    better = EXPANDED.replace('b = { on = true, tier = "Free" }', 'b = { on = true, tier = "Premium" }')
    assert scan_text(tmp_path, better, "AKS_705").passed == {"azurerm_kubernetes_cluster.this"}
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
