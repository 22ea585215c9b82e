"""How the time of our own checks grows with the size of one graph, as HCL and as a plan.

    python -m benchmarks.graph
    python -m benchmarks.graph --sizes 10,100,1000 --kind hcl

For each size: clusters with a pool, a subnet with its security group and a diagnostic setting each, in one root.
Checkov parses them and builds its graph, which is not counted; then every Terraform check judges every resource.
Checkov's own time grows faster than the size, so the largest takes minutes, most of them Checkov's.
The first column is the time per cluster as a multiple of that of the smallest size: 1 is linear growth.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from checkov.runner_filter import RunnerFilter
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform.runner import Runner
from rich.console import Console
from rich.table import Table

from checkov_aks.common.registry import registered
from checkov_aks.common.settings import VARIABLE
from checkov_aks.terraform.base import deployment, scan
from checkov_aks.terraform.base.checks import TerraformCheck

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


def graph_of(kind: str, folder: Path, size: int) -> tuple[Any, float]:
    """Checkov's graph, and the seconds that it took Checkov."""
    start = time.perf_counter()
    if kind == "hcl":
        runner: Any = Runner()
        runner.run(str(hcl(folder, size)), runner_filter=RunnerFilter(framework=["terraform"], checks=["NONE_1"]))
        graph = runner.all_graphs[0][0]
    else:
        runner = PlanRunner()
        files = [str(plan(folder, size))]
        runner.run(files=files, runner_filter=RunnerFilter(framework=["terraform_plan"], checks=["NONE_1"]))
        graph = runner.graph_manager.db_connector.graph
    return graph, time.perf_counter() - start


def judge_all(graph: Any) -> tuple[float, int]:
    """The seconds that all our checks take over a graph, and how many verdicts they gave."""
    checks = [item.check for item in registered().values() if isinstance(item.check, TerraformCheck)]
    by_type = {type_: [c for c in checks if type_ in c.supported_entities] for type_ in PLANNED}
    entities = list(_entities(graph))
    start, verdicts = time.perf_counter(), 0
    for type_, path, conf in entities:
        for check in by_type[type_]:
            check.graph, check.entity_path = graph, path
            verdicts += check.scan_entity_conf(conf, type_).value != "UNKNOWN"
    return time.perf_counter() - start, verdicts


def _entities(graph: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for vertex, conf in scan.Scan(graph)._configurations():
        type_ = str(vertex["resource_type"])
        yield type_, f"{vertex['file_path_']}:{type_}:{vertex['block_name_']}", conf  # type: ignore[misc]


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--sizes", default="10,100,1000,5000", show_default=True, help="numbers of clusters")
@click.option("--kind", type=click.Choice(["hcl", "plan", "both"]), default="both", show_default=True)
def main(sizes: str, kind: str) -> None:
    """See the module."""
    logging.disable(logging.WARNING)
    # The largest root takes longer than anybody's real one.
    settings = Path(tempfile.mkdtemp()) / "settings.yaml"
    settings.write_text("evaluation_timeout: 600\n", encoding="utf-8")
    os.environ[VARIABLE] = str(settings)
    built: list[str] = []
    index = deployment.Deployment._index

    def counted(self: deployment.Deployment, type_: str, path: str) -> Any:
        built.append(f"{type_}.{path}")
        return index(self, type_, path)

    deployment.Deployment._index = counted  # type: ignore[method-assign]
    console = Console()
    for each in ("hcl", "plan") if kind == "both" else (kind,):
        table = Table(
            "clusters", "time per cluster, smallest = 1", "of Checkov's own time", "verdicts", "indexes built"
        )
        first = None
        for size in (int(text) for text in sizes.split(",")):
            with tempfile.TemporaryDirectory() as folder, console.status(f"{each}: {size:,} clusters"):
                built.clear()
                graph, theirs = graph_of(each, Path(folder), size)
                ours, verdicts = judge_all(graph)
            first = first or ours / size
            most = max((built.count(name) for name in built), default=0)
            indexes = f"{len(set(built))}, each {most} time{'s' if most != 1 else ''}"
            table.add_row(f"{size:,}", f"{ours / size / first:.2f}", f"{ours / theirs:.2f}", f"{verdicts:,}", indexes)
        console.print(f"[bold]{each}[/bold]")
        console.print(table)


if __name__ == "__main__":
    main()
