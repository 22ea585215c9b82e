"""How the time and memory of our Terraform checks grow with the size of one root, as HCL and as a plan.

    python -m benchmarks.terraform
    python -m benchmarks.terraform --sizes 10,100 --kind plan

For each size: clusters with a pool, a subnet with its security group and a diagnostic setting each, seven resources in
all. Checkov runs with our checks only, and the time that it spends in them is taken; evaluating the root is in it. What
else Checkov does is "Checkov's own time". A cluster is one with all that belongs to it.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

import click
from checkov.common.runners.base_runner import BaseRunner
from checkov.runner_filter import RunnerFilter
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform.runner import Runner
from rich.console import Console

from benchmarks.measuring import Measured, measured, memory_of, table_of
from checkov_aks.common.registry import registered
from checkov_aks.common.settings import VARIABLE
from checkov_aks.terraform.base import deployment
from checkov_aks.terraform.base.checks import TerraformCheck

RESOURCES = 7  # of a cluster

UNIT = """
resource "azurerm_kubernetes_cluster" "c{n}" {{
  name                = "aks-{n}"
  location            = "westeurope"
  resource_group_name = "rg"
  dns_prefix          = "aks-{n}"
  sku_tier            = "Standard"
  default_node_pool {{
    name           = "system"
    vm_size        = "Standard_D4s_v5"
    node_count     = 3
    vnet_subnet_id = azurerm_subnet.s{n}.id
    zones          = ["1", "2", "3"]
  }}
  identity {{
    type = "SystemAssigned"
  }}
  network_profile {{
    network_plugin = "azure"
    service_cidr   = "172.16.0.0/16"
    dns_service_ip = "172.16.0.10"
  }}
}}
resource "azurerm_kubernetes_cluster_node_pool" "p{n}" {{
  name                  = "apps"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.c{n}.id
  vm_size               = "Standard_D4s_v5"
  vnet_subnet_id        = azurerm_subnet.s{n}.id
  node_count            = 2
}}
resource "azurerm_subnet" "s{n}" {{
  name                 = "nodes-{n}"
  resource_group_name  = "rg"
  virtual_network_name = "vnet"
  address_prefixes     = ["10.0.0.0/22"]
}}
resource "azurerm_network_security_group" "g{n}" {{
  name                = "nsg-{n}"
  location            = "westeurope"
  resource_group_name = "rg"
}}
resource "azurerm_network_security_rule" "r{n}" {{
  name                        = "https"
  resource_group_name         = "rg"
  network_security_group_name = azurerm_network_security_group.g{n}.name
  priority                    = 100
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_address_prefix       = "Internet"
  source_port_range           = "*"
  destination_address_prefix  = "*"
  destination_port_range      = "443"
}}
resource "azurerm_subnet_network_security_group_association" "a{n}" {{
  subnet_id                 = azurerm_subnet.s{n}.id
  network_security_group_id = azurerm_network_security_group.g{n}.id
}}
resource "azurerm_monitor_diagnostic_setting" "d{n}" {{
  name               = "logs"
  target_resource_id = azurerm_kubernetes_cluster.c{n}.id
  enabled_log {{
    category_group = "allLogs"
  }}
}}
"""
# A resource of the plan that the units make, with what refers to others.
PLANNED = {
    "azurerm_kubernetes_cluster": ("c", {"default_node_pool": [{"vnet_subnet_id": "azurerm_subnet.s{n}.id"}]}),
    "azurerm_kubernetes_cluster_node_pool": (
        "p",
        {"kubernetes_cluster_id": "azurerm_kubernetes_cluster.c{n}.id", "vnet_subnet_id": "azurerm_subnet.s{n}.id"},
    ),
    "azurerm_subnet": ("s", {}),
    "azurerm_network_security_group": ("g", {}),
    "azurerm_network_security_rule": ("r", {"network_security_group_name": "azurerm_network_security_group.g{n}.name"}),
    "azurerm_subnet_network_security_group_association": (
        "a",
        {
            "subnet_id": "azurerm_subnet.s{n}.id",
            "network_security_group_id": "azurerm_network_security_group.g{n}.id",
        },
    ),
    "azurerm_monitor_diagnostic_setting": ("d", {"target_resource_id": "azurerm_kubernetes_cluster.c{n}.id"}),
}


def hcl(folder: Path, size: int) -> Path:
    """A root module with that many clusters, a hundred a file."""
    for start in range(0, size, 100):
        units = (UNIT.format(n=n) for n in range(start, min(start + 100, size)))
        (folder / f"part_{start}.tf").write_text("".join(units), encoding="utf-8")
    return folder


def plan(folder: Path, size: int) -> Path:
    """A plan file with that many clusters."""
    resources: list[Any] = []
    configuration: list[Any] = []
    changes: list[Any] = []
    for n in range(size):
        for type_, (letter, references) in PLANNED.items():
            base: dict[str, Any] = {
                "address": f"{type_}.{letter}{n}",
                "mode": "managed",
                "type": type_,
                "name": f"{letter}{n}",
            }
            values: dict[str, Any] = {
                "name": f"{letter}-{n}",
                "sku_tier": "Standard",
                "address_prefixes": ["10.0.0.0/22"],
            }
            values |= {"default_node_pool": [{"name": "system", "node_count": 3, "zones": ["1", "2", "3"]}]}
            resources.append({**base, "values": values})
            configuration.append({**base, "expressions": _expressions(references, n)})
            changes.append(
                {**base, "change": {"actions": ["create"], "before": None, "after": {}, "after_unknown": {}}}
            )
    content = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": configuration}},
    }
    file = folder / "tfplan.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def _expressions(node: Any, n: int) -> Any:
    if isinstance(node, str):
        whole = node.format(n=n)
        return {"references": [whole, whole.rpartition(".")[0]]}
    if isinstance(node, dict):
        return {name: _expressions(child, n) for name, child in node.items()}
    return [_expressions(child, n) for child in node]


def scan(kind: str, folder: Path, size: int) -> None:
    """Run Checkov with our checks over that many clusters."""
    runner: BaseRunner[Any, Any, Any] = Runner() if kind == "hcl" else PlanRunner()
    root, files = (str(hcl(folder, size)), None) if kind == "hcl" else (None, [str(plan(folder, size))])
    framework = "terraform" if kind == "hcl" else "terraform_plan"
    runner.run(root, files=files, runner_filter=RunnerFilter(framework=[framework], checks=["AKS_*"]))


def measure(kind: str, size: int) -> Measured:
    """What our checks take of one scan."""
    with tempfile.TemporaryDirectory() as folder:
        return measured(lambda: scan(kind, Path(folder), size), {TerraformCheck: ["scan_entity_conf"]})


def growth(console: Console, kinds: list[str], sizes: list[int]) -> None:
    """Print a table for each kind."""
    os.environ[VARIABLE] = _patient_settings()
    registered()
    built: list[str] = []
    index = deployment.Deployment._index

    def counted(self: deployment.Deployment, type_: str, path: str) -> Any:
        built.append(f"{type_}.{path}")
        return index(self, type_, path)

    deployment.Deployment._index = counted  # type: ignore[method-assign]
    for kind in kinds:
        rows = []
        measure(kind, 1)  # what is done once per process
        for size in sizes:
            with console.status(f"{kind}: {size:,} clusters"):
                built.clear()
                found = measure(kind, size)
                most = max((built.count(name) for name in built), default=0)
                with tempfile.TemporaryDirectory() as folder:
                    entry = {TerraformCheck: ["scan_entity_conf"]}
                    memory = memory_of(lambda: scan(kind, Path(folder), size), entry) if size <= 1000 else None  # noqa: B023
            rows.append((size, found, memory, f"{most}"))
        title = {"hcl": "Terraform files", "plan": "plan files"}[kind]
        console.print(table_of(title, "cluster", rows, "most often an index was built"))
    deployment.Deployment._index = index  # type: ignore[method-assign]


def _patient_settings() -> str:
    """The largest root takes longer to evaluate than anybody's real one."""
    settings = Path(tempfile.mkdtemp()) / "settings.yaml"
    settings.write_text("evaluation_timeout: 600\n", encoding="utf-8")
    return str(settings)


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--sizes", default="10,100,500,1500", show_default=True, help="numbers of clusters")
@click.option("--kind", type=click.Choice(["hcl", "plan", "both"]), default="both", show_default=True)
def main(sizes: str, kind: str) -> None:
    """See the module."""
    logging.disable(logging.WARNING)
    growth(Console(), ["hcl", "plan"] if kind == "both" else [kind], [int(text) for text in sizes.split(",")])


if __name__ == "__main__":
    main()
