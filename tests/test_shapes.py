"""The shapes in which Checkov hands values over, on real files: HCL without tfparse, and a genuine plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import blocks, cluster, plain, planned
from tests.scanning import FIXTURES

PLAN = FIXTURES / "plans" / "shapes" / "tfplan.json"


def test_values_through_for_each(tmp_path: Path, without_tfparse: None) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "azurerm_kubernetes_cluster" "p" {\n'
        '  for_each = { a = { zones = ["1", "2"], tier = "Free" } }\n'
        "  zones    = each.value.zones\n  sku_tier = each.value.tier\n}\n",
        encoding="utf-8",
    )
    (block,) = blocks(tmp_path)['azurerm_kubernetes_cluster.p["a"]']
    assert plain(block["sku_tier"]) == "Free"
    assert plain(block["zones"]) in ("unknown", [1, 2], ["1", "2"])


def test_a_module_from_a_registry_is_no_resource(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('module "aks" {\n  source = "Azure/aks/azurerm"\n}\n', encoding="utf-8")
    assert blocks(tmp_path) == {}


def test_constraint_and_spellings_tell_the_version(tmp_path: Path) -> None:
    v3 = 'terraform {\n  required_providers {\n    azurerm = {\n      version = "~> 3.50"\n    }\n  }\n}\n'
    assert {major for major, _ in cluster(tmp_path, "", v3).resource.releases} == {3}
    old = cluster(tmp_path, "  default_node_pool {\n    enable_auto_scaling = true\n  }")
    assert {major for major, _ in old.resource.releases} == {3}
    new = cluster(tmp_path, '  automatic_upgrade_channel = "patch"')
    assert {major for major, _ in new.resource.releases} == {4, 5}
    provider = 'provider "azurerm" {\n  version = "=2.46.0"\n  features {\n  }\n}\n'
    assert cluster(tmp_path, "", provider).resource.releases == {(2, 46)}


def test_plan_of_a_cluster() -> None:
    (block,) = planned(PLAN)["azurerm_kubernetes_cluster.this"]
    assert plain(block["sku_tier"]) == "Standard"
    assert plain(block["automatic_upgrade_channel"]) == "absent"
    assert plain(block["node_os_upgrade_channel"]) == "NodeImage"
    assert plain(block["default_node_pool.zones"]) == ["1", "2", "3"]
    assert plain(block["default_node_pool.vnet_subnet_id"]) == "set"
    assert plain(block["default_node_pool.host_encryption_enabled"]) is False
    assert plain(block["default_node_pool.max_pods"]) == "unknown"
    assert plain(block["network_profile.network_policy"]) == "unknown"
    # Checkov loses the reference inside a dynamic block.
    assert plain(block["oms_agent.log_analytics_workspace_id"]) in ("set", "unknown")
    assert block.has("oms_agent").passed
    assert block.has("microsoft_defender").failed
    assert block.has("network_profile").unknown
    assert {major for major, _ in block.resource.releases} == {4, 5}


def test_plan_of_a_pool() -> None:
    (block,) = planned(PLAN, "azurerm_kubernetes_cluster_node_pool")['azurerm_kubernetes_cluster_node_pool.spot["a"]']
    assert plain(block["priority"]) == "Spot"
    assert plain(block["node_labels"]) == {"kubernetes.azure.com/scalesetpriority": "spot"}
    assert plain(block["zones"]) == "absent"
    assert plain(block["kubernetes_cluster_id"]) == "set"


def test_values_after_apply_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVAL_TF_PLAN_AFTER_UNKNOWN", "True")
    (block,) = planned(PLAN)["azurerm_kubernetes_cluster.this"]
    assert plain(block["network_profile.network_policy"]) == "unknown"
    assert plain(block["default_node_pool.max_pods"]) == "unknown"
    assert plain(block["default_node_pool.vnet_subnet_id"]) in ("set", "unknown")
    assert plain(block["sku_tier"]) == "Standard"
