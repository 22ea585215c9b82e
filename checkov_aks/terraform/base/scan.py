"""From what Checkov hands to a check to the resource instances it stands for. Each scan's graph is indexed once."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from checkov_aks.common.collector import uncollected
from checkov_aks.common.graphs import Recent, vertices_of
from checkov_aks.terraform.base.azurerm import AKS_ROLE_IDS, BESIDE, SERVICE_ACCOUNT
from checkov_aks.terraform.base.block import Resource
from checkov_aks.terraform.base.definitions import Definitions, Library, Scope, is_override
from checkov_aks.terraform.base.deployment import Deployment, of_plan, of_root
from checkov_aks.terraform.base.evaluation import INSTANCE, Root, evaluator
from checkov_aks.terraform.base.overlay import guarded
from checkov_aks.terraform.base.plan import read_plan
from checkov_aks.terraform.base.versions import EVERY_RELEASE
from checkov_aks.terraform.base.witnesses import BareSource, PlanSource

if TYPE_CHECKING:
    from checkov.common.checks.base_check import BaseCheck

Conf = Mapping[str, Any]
Vertex = Mapping[str, Any]

logger = logging.getLogger(__name__)

MENTION: Final = re.compile(f"kubernetes|managedclusters|{SERVICE_ACCOUNT}|{'|'.join(AKS_ROLE_IDS)}", re.IGNORECASE)


@dataclass
class Scan:
    """One graph of Checkov's: its deployments, and what it knows of variable files."""

    graph: Any
    _deployments: dict[str, Deployment] = field(default_factory=dict)

    def resources(self, conf: Conf, resource_type: str, entity_path: str) -> tuple[Resource, ...]:
        """The instances that a configuration stands for: none if its count or for_each is provably empty."""
        if "__change_actions__" in conf:
            return self._planned(conf, resource_type, entity_path)
        address = str(conf.get("__address__", ""))
        vertex = self._vertex(conf, address, entity_path)
        if vertex is not None:
            chain, directory = _callers(vertex.get("source_module_object_")), _root_of(vertex)
            if resource_type in BESIDE and directory not in self._about_kubernetes:
                return ()
            bare = ".".join((*(f"module.{name}" for _, name in chain), _name_of(resource_type, address)))
        else:
            directory = os.path.dirname(_scanned_json() or "")
            address = bare = f"{resource_type}.{entity_path.rpartition(':')[2]}"
        deployment = self._deployment(directory) if directory else None
        if deployment is None or bare not in deployment.resources:
            return (Resource(resource_type, BareSource(conf), EVERY_RELEASE),)
        return deployment.at(address)

    def holds(self, conf: Conf) -> bool:
        """Whether a configuration is one of this graph."""
        return id(conf) in self._by_identity

    @cached_property
    def _about_kubernetes(self) -> frozenset[str]:
        """The roots in which anything mentions Kubernetes: the others need not be evaluated for what lies beside it."""
        return frozenset(_root_of(v) for v in self._vertices if _is_about_kubernetes(v.get("config_")))

    def _planned(self, conf: Conf, resource_type: str, entity_path: str) -> tuple[Resource, ...]:
        file = str(next(iter(conf.get("__file__") or [entity_path.partition(":")[0]])))
        if file not in self._deployments:
            with uncollected():
                self._deployments[file] = of_plan(read_plan(file), self._planned_confs.get(file, ()))
        found = self._deployments[file].at(str(conf.get("__address__", "")))
        return found or (Resource(resource_type, PlanSource(conf), EVERY_RELEASE),)

    @cached_property
    def _planned_confs(self) -> dict[str, list[tuple[str, str, Conf]]]:
        """The configurations of each plan file, with their type and address."""
        found: dict[str, list[tuple[str, str, Conf]]] = {}
        for vertex, conf in self._configurations():
            entry = (str(vertex["resource_type"]), str(conf.get("__address__", "")), conf)
            found.setdefault(str(vertex["file_path_"]), []).append(entry)
        return found

    def _deployment(self, directory: str) -> Deployment:
        """The deployment of a root module."""
        if directory not in self._deployments:
            with uncollected():
                definitions = self._library.definitions(directory)
                scope = Scope(definitions, self._library, given=self._given(definitions))
                self._deployments[directory] = of_root(scope, self._root(scope), self._confs.get(directory, {}))
        return self._deployments[directory]

    @cached_property
    def _library(self) -> Library:
        """Shared by all roots. Where a module is no local one, Checkov's graph tells where it was downloaded to."""
        downloaded: dict[tuple[str, str], str] = {}
        for vertex in self._vertices:
            chain = _callers(vertex.get("source_module_object_"))
            if chain:
                downloaded[os.path.dirname(chain[-1][0]), chain[-1][1]] = os.path.dirname(str(vertex["file_path_"]))
        return Library(downloaded)

    @cached_property
    def _confs(self) -> dict[str, dict[str, list[tuple[str, Conf]]]]:
        """Checkov's configurations by root directory and address without instance keys, each with its address.

        Those of override files are the last.
        """
        found: dict[str, dict[str, list[tuple[str, Conf]]]] = {}
        for vertex, conf in sorted(self._configurations(), key=lambda each: is_override(str(each[0]["file_path_"]))):
            address = str(vertex.get("__address__", ""))
            found.setdefault(_root_of(vertex), {}).setdefault(INSTANCE.sub("", address), []).append((address, conf))
        return found

    def _root(self, scope: Scope) -> Root | None:
        """A root module as tfparse evaluates it, or None."""
        directory = scope.definitions.directory
        files, environment = self._variable_files(directory), _environment(scope.definitions)
        try:
            with guarded(directory, scope.tree().values()) as copy:
                return evaluator.load(copy, files, environment)
        except OSError as error:
            logger.debug("cannot copy %s: %s", directory, error)
            return evaluator.load(directory, files, environment)

    def _vertex(self, conf: Conf, address: str, entity_path: str) -> Vertex | None:
        vertex = self._by_identity.get(id(conf))
        if vertex is not None:
            return vertex
        file = entity_path.partition(":")[0].lstrip(os.sep)
        candidates = self._by_address.get((address, conf.get("__start_line__")), [])
        return next((v for v in candidates if str(v["file_path_"]).endswith(file)), None)

    @cached_property
    def _vertices(self) -> list[Vertex]:
        return vertices_of(self.graph)

    @cached_property
    def _by_identity(self) -> dict[int, Vertex]:
        return {id(conf): vertex for vertex, conf in self._configurations()}

    @cached_property
    def _by_address(self) -> dict[tuple[str, Any], list[Vertex]]:
        found: dict[tuple[str, Any], list[Vertex]] = {}
        for vertex, conf in self._configurations():
            found.setdefault((str(vertex.get("__address__", "")), conf.get("__start_line__")), []).append(vertex)
        return found

    def _configurations(self) -> Iterator[tuple[Vertex, Conf]]:
        for vertex in self._vertices:
            if vertex.get("block_type_") == "resource":
                for named in vertex.get("config_", {}).values():
                    yield from ((vertex, conf) for conf in named.values() if isinstance(conf, Mapping))

    @cached_property
    def _given_by_file(self) -> dict[str, set[str]]:
        """The variables that Checkov took from each variable file."""
        found: dict[str, set[str]] = {}
        for vertex in self._vertices:
            if vertex.get("block_type_") == "tfvar":
                found.setdefault(str(vertex["file_path_"]), set()).add(str(vertex["block_name_"]))
        return found

    def _given(self, module: Definitions) -> frozenset[str]:
        """The variables of a root that a file or the environment gives."""
        files = (self._given_by_file.get(path, set()) for path in self._variable_files(module.directory))
        return frozenset().union(*files, _environment(module))

    def _variable_files(self, directory: str) -> list[str]:
        """The variable files of a root in Terraform's order of precedence: its own, then those of --var-file."""
        own = [
            entry.path
            for entry in os.scandir(directory)
            if _precedence(entry.name) is not None and os.path.isfile(entry.path)
        ]
        named = [path for path in self._given_by_file if _precedence(os.path.basename(path)) is None]
        return sorted(own, key=lambda path: (_precedence(os.path.basename(path)), path)) + sorted(
            path for path in named if os.path.isfile(path)
        )


def _is_about_kubernetes(config: Any) -> bool:
    try:
        return MENTION.search(repr(config)) is not None
    except RecursionError:
        return True


def _precedence(name: str) -> int | None:
    """The rank of a file that Terraform reads unasked, or None for any other."""
    if name.endswith((".auto.tfvars", ".auto.tfvars.json")):
        return 2
    return {"terraform.tfvars": 0, "terraform.tfvars.json": 1}.get(name)


def _environment(module: Definitions) -> dict[str, str]:
    """The variables of a root that the environment gives."""
    return {name: os.environ[f"TF_VAR_{name}"] for name in module.variables if f"TF_VAR_{name}" in os.environ}


def _name_of(resource_type: str, address: str) -> str:
    """The last part of an address without its instance key: type and name."""
    return f"{resource_type}.{INSTANCE.sub('', address).rpartition('.')[2]}"


def _root_of(vertex: Vertex) -> str:
    """The directory of the root module that a vertex belongs to."""
    chain = _callers(vertex.get("source_module_object_"))
    return os.path.dirname(chain[0][0] if chain else str(vertex["file_path_"]))


def _callers(module: Any) -> list[tuple[str, str]]:
    """The module calls on the way from the root: the caller's file and the call's name."""
    chain: list[tuple[str, str]] = []
    while module:
        step = module if isinstance(module, Mapping) else dict(module)
        chain.append((str(step["path"]), INSTANCE.sub("", str(step["name"]))))
        module = step.get("nested_tf_module")
    return chain[::-1]


def _running() -> Mapping[str, Any]:
    """The variables of Checkov's runner, in the frame that scans a file."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_code.co_name == "run_block":
            return frame.f_locals
    return {}


def _scanned_json() -> str | None:
    """The file in Terraform's JSON syntax that Checkov is scanning: it gives a check neither a graph nor the path."""
    path = str(_running().get("full_file_path", ""))
    return os.path.abspath(path) if path.endswith(".tf.json") else None


_recent: Final[Recent[Scan]] = Recent()


def scan_of(graph: Any) -> Scan:
    """The scan of a graph; without a graph, of the runner at work."""
    return _recent.of(graph if graph is not None else _running().get("self"), lambda: Scan(graph))


_latest: tuple[Conf, tuple[Resource, ...]] | None = None


def resources_of(conf: Conf, check: BaseCheck) -> tuple[Resource, ...]:
    """The instances that a configuration stands for, which Checkov hands to every check in turn."""
    global _latest  # noqa: PLW0603
    latest = _latest
    if latest is None or latest[0] is not conf:
        scan = _scan_with(conf, check.graph)
        latest = _latest = (conf, scan.resources(conf, check.entity_type, check.entity_path))
    return latest[1]


def _scan_with(conf: Conf, graph: Any) -> Scan:
    """The scan that a configuration belongs to: of the graph that Checkov gave to the check, or of the runner at work.

    Runners in several threads put their graph into the same registry, so that a check may get another one's.
    """
    if graph is not None and scan_of(graph).holds(conf):
        return scan_of(graph)
    own = [scan_of(each) for each in _graphs_of(_running().get("self"))]
    return next((scan for scan in own if scan.holds(conf)), own[0] if own else scan_of(graph))


def _graphs_of(runner: Any) -> list[Any]:
    """The graphs of a runner for files, or the one of a runner for plans."""
    graphs = [graph for graph, _ in getattr(runner, "all_graphs", None) or ()]
    connector = getattr(getattr(runner, "graph_manager", None), "db_connector", None)
    return graphs or [graph for graph in (getattr(connector, "graph", None),) if graph is not None]
