"""Where an expression leads: written in every way that people write it, with tfparse and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkov_aks.terraform.base.block import Block
from tests.reading import blocks

POOL = "azurerm_kubernetes_cluster_node_pool"
ROOT = """
variable "nodef" {}
variable "nul" {
  default = null
}
variable "flag" {
  default = true
}
locals {
  id      = azurerm_kubernetes_cluster.aks.id
  again   = local.id
  ids     = { aks = azurerm_kubernetes_cluster.aks.id, other = azurerm_kubernetes_cluster.other.id }
  cluster = azurerm_kubernetes_cluster.aks
  loop    = local.pool
  pool    = local.loop
}
resource "azurerm_kubernetes_cluster" "aks" {
  name                = "aks"
  resource_group_name = "rg"
}
resource "azurerm_kubernetes_cluster" "other" {
  name                = "other"
  resource_group_name = "rg"
}
resource "azurerm_kubernetes_cluster" "many" {
  for_each = toset(["a", "b"])
  name     = each.key
}
resource "azurerm_kubernetes_cluster" "single" {
  count = 1
  name  = "single"
}
resource "azurerm_kubernetes_cluster_deployment_safeguard" "of_aks" {
  kubernetes_cluster_id = azurerm_kubernetes_cluster.aks.id
}
resource "azurerm_kubernetes_cluster_deployment_safeguard" "of_somebody" {
  kubernetes_cluster_id = var.nodef
}
resource "time_sleep" "permissions" {
  triggers = { id = azurerm_kubernetes_cluster.aks.id }
}
data "azurerm_kubernetes_cluster" "looked_up" {
  name = "elsewhere"
}
data "azurerm_kubernetes_cluster" "ours" {
  name                = azurerm_kubernetes_cluster.other.name
  resource_group_name = "rg"
}
module "in" {
  source  = "./in"
  id      = azurerm_kubernetes_cluster.aks.id
  cluster = azurerm_kubernetes_cluster.aks
}
module "absent" {
  source = "example/aks/azurerm"
}
"""
MODULE = """
variable "id" {}
variable "cluster" {}
resource "azurerm_kubernetes_cluster" "inner" {
  name = "inner"
}
output "passed_on" {
  value = var.id
}
output "of_object" {
  value = var.cluster.id
}
output "id" {
  value = azurerm_kubernetes_cluster.inner.id
}
output "whole" {
  value = azurerm_kubernetes_cluster.inner
}
output "ids" {
  value = { inner = azurerm_kubernetes_cluster.inner.id }
}
"""
AKS, INNER = "azurerm_kubernetes_cluster.aks", "module.in.azurerm_kubernetes_cluster.inner"
ARM = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ContainerService"

# expression; the address that it leads to, "unknown" for nobody knows, "none" for nothing of this root; and whether the
# source text alone tells
CASES = [
    ("azurerm_kubernetes_cluster.aks.id", AKS, True),
    ('"${azurerm_kubernetes_cluster.aks.id}"', AKS, True),
    ("local.id", AKS, True),
    ("local.again", AKS, True),
    ("local.ids.aks", AKS, True),
    ('local.ids["other"]', "azurerm_kubernetes_cluster.other", True),
    ("local.cluster.id", AKS, True),
    ("module.in.passed_on", AKS, True),
    ("module.in.of_object", AKS, True),
    # tfparse gives the module's own id for an output of that name.
    ("module.in.id", INNER, True),
    ("module.in.whole.id", INNER, True),
    ('module.in.ids["inner"]', INNER, True),
    ('azurerm_kubernetes_cluster.many["b"].id', 'azurerm_kubernetes_cluster.many["b"]', True),
    ("azurerm_kubernetes_cluster.single[0].id", "azurerm_kubernetes_cluster.single[0]", True),
    ("azurerm_kubernetes_cluster.single.0.id", "azurerm_kubernetes_cluster.single[0]", True),
    ("one(azurerm_kubernetes_cluster.single[*].id)", "azurerm_kubernetes_cluster.single[0]", True),
    ("azurerm_kubernetes_cluster.single.*.id[0]", "azurerm_kubernetes_cluster.single[0]", True),
    ("try(azurerm_kubernetes_cluster.aks.id, null)", AKS, True),
    ("element([azurerm_kubernetes_cluster.aks.id], 0)", AKS, False),
    ("tolist([azurerm_kubernetes_cluster.aks.id])[0]", AKS, False),
    ('split("/", azurerm_kubernetes_cluster.aks.id)[0]', "unknown", True),
    ("var.flag ? azurerm_kubernetes_cluster.aks.id : azurerm_kubernetes_cluster.other.id", AKS, False),
    ("coalesce(var.nul, azurerm_kubernetes_cluster.aks.id)", AKS, True),
    ('coalesce(null, "", azurerm_kubernetes_cluster.aks.id)', AKS, True),
    (
        "coalesce(azurerm_kubernetes_cluster.aks.private_dns_zone_id, azurerm_kubernetes_cluster.aks.id)",
        "unknown",
        True,
    ),
    ("try(var.nul.id, azurerm_kubernetes_cluster.aks.id)", AKS, True),
    ("try(var.nul, azurerm_kubernetes_cluster.aks.id)", "unknown", True),
    ("try(azurerm_kubernetes_cluster.aks.id, azurerm_kubernetes_cluster.none[0].id)", AKS, True),
    ("try(azurerm_kubernetes_cluster.none[0].id, azurerm_kubernetes_cluster.aks.id)", AKS, False),
    ('format("%s", azurerm_kubernetes_cluster.aks.id)', AKS, False),
    (f'"{ARM}/managedClusters/aks"', AKS, True),
    (f'"{ARM}/MANAGEDCLUSTERS/AKS"', AKS, True),
    (f'"{ARM.replace("/rg/", "/elsewhere/")}/managedClusters/aks"', "none", True),
    (f'"{ARM}/managedClusters/nobody"', "none", True),
    (f'"{ARM.replace("00000000-0000-0000-0000-000000000000", "${var.nodef}")}/managedClusters/aks"', AKS, True),
    (f'"{ARM}/managedClusters/${{azurerm_kubernetes_cluster.other.name}}"', "azurerm_kubernetes_cluster.other", True),
    ("azurerm_kubernetes_cluster.aks.node_resource_group_id", "none", True),
    ("azurerm_kubernetes_cluster.gone.id", "none", True),
    # An attribute that takes a cluster's id has that id.
    ("azurerm_kubernetes_cluster_deployment_safeguard.of_aks.kubernetes_cluster_id", AKS, True),
    ("azurerm_kubernetes_cluster_deployment_safeguard.of_somebody.kubernetes_cluster_id", "unknown", True),
    # What other providers pass on may be anything.
    ('time_sleep.permissions.triggers["id"]', "unknown", True),
    ("data.terraform_remote_state.cluster.outputs.id", "unknown", True),
    ("data.azurerm_kubernetes_cluster_node_pool.looked_up.kubernetes_cluster_id", "unknown", True),
    ("data.azurerm_kubernetes_cluster.looked_up.id", "data.azurerm_kubernetes_cluster.looked_up", True),
    ("data.azurerm_kubernetes_cluster.ours.id", "azurerm_kubernetes_cluster.other", True),
    ("null", "none", True),
    ("var.nul", "none", True),
    ("var.nodef", "unknown", True),
    ("var.nodef ? azurerm_kubernetes_cluster.aks.id : null", "unknown", True),
    ("coalesce(var.nodef, azurerm_kubernetes_cluster.aks.id)", "unknown", True),
    ("azurerm_kubernetes_cluster.many[var.nodef].id", "unknown", True),
    (f'"{ARM}/managedClusters/${{var.nodef}}"', "unknown", True),
    ("module.absent.cluster_id", "unknown", True),
    ("local.loop", "unknown", True),
    ("terraform.workspace", "unknown", True),
]


def pools_with(directory: Path, expression: str) -> dict[str, list[Block]]:
    """The pools of a root with that expression in one of them."""
    (directory / "in").mkdir()
    (directory / "in" / "main.tf").write_text(MODULE, encoding="utf-8")
    pool = f'resource "{POOL}" "this" {{\n  kubernetes_cluster_id = {expression}\n}}\n'
    (directory / "main.tf").write_text(ROOT + pool, encoding="utf-8")
    return blocks(directory, POOL)


def pointed_at_by(pool: Block) -> str:
    """Where the pools of a root lead, told by the index of who points at whom."""
    home = pool.resource.home
    assert home is not None
    everything = [resource for group in home.resources.values() for resource in group]  # type: ignore[attr-defined]
    found = {each.address: home.referrers(each, POOL, "kubernetes_cluster_id", frozenset(("",))) for each in everything}
    sure = sorted(address for address, pools in found.items() if pools.items)
    if sure:
        return " and ".join(sure)
    return "none" if all(pools.certain for pools in found.values()) else "unknown"


def leads_to(directory: Path, expression: str) -> str:
    """Where the only pool of a root with that expression leads."""
    (block,) = pools_with(directory, expression)[f"{POOL}.this"]
    return pointed_at_by(block)


def lead_to(directory: Path, expression: str, for_each: str) -> str:
    """Where the pools lead that are repeated over something."""
    found = pools_with(directory, f"{expression}\n  for_each = {for_each}")
    return pointed_at_by(next(block for instances in found.values() for block in instances))


@pytest.mark.tfparse("test_without_tfparse")
@pytest.mark.parametrize(("expression", "expected", "_"), CASES, ids=[case[0] for case in CASES])
def test_with_tfparse(tmp_path: Path, expression: str, expected: str, _: bool) -> None:
    assert leads_to(tmp_path, expression) == expected


@pytest.mark.parametrize(("expression", "expected", "by_text"), CASES, ids=[case[0] for case in CASES])
def test_without_tfparse(tmp_path: Path, expression: str, expected: str, by_text: bool, without_tfparse: None) -> None:
    assert leads_to(tmp_path, expression) == (expected if by_text else "unknown")


# for_each; expression; where the instances lead
REPEATED = [
    ('toset(["aks"])', "local.ids[each.key]", AKS),
    ('toset(["aks"])', "local.ids[each.value]", AKS),
    ('{ x = "aks" }', "local.ids[each.value]", AKS),
    ('{ x = "aks" }', "local.ids[each.key]", "unknown"),
    ("{ x = var.nodef }", "local.ids[each.value]", "unknown"),
    ("{ x = azurerm_kubernetes_cluster.aks.id }", "each.value", AKS),
    ("{ x = { id = azurerm_kubernetes_cluster.aks.id } }", "each.value.id", AKS),
    ("{ x = { id = azurerm_kubernetes_cluster.aks.id } }", 'each.value["id"]', AKS),
    ("{ x = azurerm_kubernetes_cluster.aks }", "each.value.id", AKS),
    ('toset(["a"])', "azurerm_kubernetes_cluster.many[each.key].id", 'azurerm_kubernetes_cluster.many["a"]'),
    ('{ x = "b" }', "azurerm_kubernetes_cluster.many[each.value].id", 'azurerm_kubernetes_cluster.many["b"]'),
    ("{ x = var.nodef }", "azurerm_kubernetes_cluster.many[each.value].id", "unknown"),
    (
        "azurerm_kubernetes_cluster.many",
        "each.value.id",
        'azurerm_kubernetes_cluster.many["a"] and azurerm_kubernetes_cluster.many["b"]',
    ),
    (
        "{ for name, cluster in azurerm_kubernetes_cluster.many : name => cluster.id }",
        "each.value",
        'azurerm_kubernetes_cluster.many["a"] and azurerm_kubernetes_cluster.many["b"]',
    ),
]


# What the source text alone does not tell.
BY_TFPARSE = [("local.ids", "each.value", f"{AKS} and azurerm_kubernetes_cluster.other")]
NAMES = [" ".join(case) for case in REPEATED]


@pytest.mark.tfparse("test_where_instances_lead_without_tfparse")
@pytest.mark.parametrize(("for_each", "expression", "expected"), REPEATED + BY_TFPARSE)
def test_where_instances_lead(tmp_path: Path, for_each: str, expression: str, expected: str) -> None:
    assert lead_to(tmp_path, expression, for_each) == expected


@pytest.mark.parametrize(("for_each", "expression", "expected"), REPEATED, ids=NAMES)
def test_where_instances_lead_without_tfparse(
    tmp_path: Path, for_each: str, expression: str, expected: str, without_tfparse: None
) -> None:
    assert lead_to(tmp_path, expression, for_each) == expected


KEYED = """
variable "ids" {}
locals {
  ids = var.ids
}
resource "azurerm_kubernetes_cluster_node_pool" "this" {
  for_each              = toset(["aks"])
  kubernetes_cluster_id = EXPRESSION
}
"""
CALL = """
module "keyed" {
  source   = "./keyed"
  for_each = toset(["other"])
  ids      = { aks = azurerm_kubernetes_cluster.aks.id, other = azurerm_kubernetes_cluster.other.id }
}
"""


@pytest.mark.parametrize("expression", ["var.ids[each.key]", "local.ids[each.key]", "var.ids[each.value]"])
def test_each_is_that_of_the_resource_not_of_the_module_around(tmp_path: Path, expression: str) -> None:
    (tmp_path / "keyed").mkdir()
    (tmp_path / "keyed" / "main.tf").write_text(KEYED.replace("EXPRESSION", expression), encoding="utf-8")
    (tmp_path / "call.tf").write_text(CALL, encoding="utf-8")
    assert leads_to(tmp_path, "null") == AKS


OF_CALL = """
module "keyed" {
  source   = "./keyed"
  for_each = { aks = azurerm_kubernetes_cluster.aks.id }
  ids      = each.value
}
"""


@pytest.mark.parametrize("expression", ["var.ids", "local.ids"])
def test_each_in_a_module_call_is_that_of_the_call(tmp_path: Path, expression: str) -> None:
    (tmp_path / "keyed").mkdir()
    (tmp_path / "keyed" / "main.tf").write_text(KEYED.replace("EXPRESSION", expression), encoding="utf-8")
    (tmp_path / "call.tf").write_text(OF_CALL, encoding="utf-8")
    assert leads_to(tmp_path, "null") == AKS
