"""Reads blocks as checks do: real files, Checkov's own graph, the base layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from checkov.runner_filter import RunnerFilter
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform.runner import Runner

from checkov_aks.terraform.base.block import Block, Resource
from checkov_aks.terraform.base.evaluation import Evaluator
from checkov_aks.terraform.base.scan import Scan
from checkov_aks.terraform.base.values import Value

CLUSTER = "azurerm_kubernetes_cluster"


def blocks(directory: Path, resource_type: str = CLUSTER, var_files: list[str] | None = None) -> dict[str, list[Block]]:
    """The instances of every resource of a type, by Checkov's address."""
    told = _read(directory, var_files)
    return {
        address: [Block(each) for each in instances] for type_, address, instances in told if type_ == resource_type
    }


def resources(directory: Path) -> dict[str, Resource]:
    """Every instance of every resource, by its own address."""
    return {each.address or address: each for _, address, instances in _read(directory) for each in instances}


def _read(directory: Path, var_files: list[str] | None = None) -> Iterator[tuple[str, str, tuple[Resource, ...]]]:
    """What Checkov takes for a resource: its type, its address, and the instances that it stands for."""
    runner = Runner()
    runner_filter = RunnerFilter(framework=["terraform"], checks=["AKS_NONE"], var_files=var_files)
    runner.run(str(directory), runner_filter=runner_filter)
    for graph, _ in runner.all_graphs:
        scan = Scan(graph)
        for vertex, conf in scan._configurations():
            type_ = vertex["resource_type"]
            yield type_, str(conf["__address__"]), scan.resources(conf, type_, f"{vertex['file_path_']}:{type_}:x")


def cluster(directory: Path, body: str, rest: str = "") -> Block:
    """The only instance of a cluster with that body, in a root with that rest."""
    text = f'{rest}\nresource "{CLUSTER}" "this" {{\n{body}\n}}\n'
    (directory / "main.tf").write_text(text, encoding="utf-8")
    (block,) = blocks(directory)[f"{CLUSTER}.this"]
    return block


def plain(value: Value) -> Any:
    """A value as plain data: itself, "absent", "set" (unknown but given) or "unknown"."""
    if value.absent:
        return "absent"
    if value.unknown:
        return "set" if value.is_given else "unknown"
    if isinstance(value.raw, tuple):
        return [plain(item) for item in value.raw]
    if isinstance(value.raw, Mapping):
        return {key: plain(item) for key, item in value.raw.items()}
    return value.raw


class NoEvaluator(Evaluator):
    """As if tfparse were not installed."""

    def load(self, *_: object, **__: object) -> None:
        """Nothing is ever evaluated."""
        return None


def planned(file: Path, resource_type: str = CLUSTER) -> dict[str, list[Block]]:
    """The instances of every resource of a type in a plan file."""
    found: dict[str, list[Block]] = {}
    runner = PlanRunner()
    runner.run(files=[str(file)], runner_filter=RunnerFilter(framework=["terraform_plan"], checks=["AKS_NONE"]))
    for entities in (runner.definitions or {}).values():
        for entity in entities.get("resource", ()):
            for conf in entity.get(resource_type, {}).values():
                resources = Scan(None).resources(conf, resource_type, str(file))
                found[str(conf["__address__"])] = [Block(resource) for resource in resources]
    return found
