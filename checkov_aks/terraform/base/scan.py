"""From what Checkov hands to a check to the resource instances it stands for. Each scan's graph is indexed once."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any, Final

from checkov_aks.terraform.base.block import Resource
from checkov_aks.terraform.base.definitions import Definitions, Leaf, Library, Scope
from checkov_aks.terraform.base.evaluation import INSTANCE, Root, evaluator
from checkov_aks.terraform.base.overlay import guarded
from checkov_aks.terraform.base.versions import EVERY_RELEASE, Releases, admitted
from checkov_aks.terraform.base.witnesses import BareSource, ConfiguredSource, EvaluatedSource, PlanSource, Written

Conf = Mapping[str, Any]
Vertex = Mapping[str, Any]

logger = logging.getLogger(__name__)

_lock = Lock()


@dataclass
class Scan:
    """One graph of Checkov's: its resources by their configuration, and what it knows of variable files."""

    graph: Any
    _resources: dict[int, tuple[Conf, tuple[Resource, ...]]] = field(default_factory=dict)
    _library: Library = field(default_factory=Library)
    _roots: dict[str, Root | None] = field(default_factory=dict)
    _scopes: dict[tuple[tuple[str, str], ...], Scope | None] = field(default_factory=dict)

    def resources(self, conf: Conf, resource_type: str, entity_path: str) -> tuple[Resource, ...]:
        """The instances that a configuration stands for: none if its count or for_each is provably empty."""
        cached = self._resources.get(id(conf))
        if cached is None or cached[0] is not conf:
            cached = (conf, tuple(self._find(conf, resource_type, entity_path)))
            self._resources[id(conf)] = cached
        return cached[1]

    def _find(self, conf: Conf, resource_type: str, entity_path: str) -> Iterator[Resource]:
        if "__change_actions__" in conf:
            yield Resource(resource_type, PlanSource(conf), EVERY_RELEASE)
            return
        address = str(conf.get("__address__", ""))
        vertex = self._vertex(conf, address, entity_path)
        scope = self._scope(vertex) if vertex else None
        name = INSTANCE.sub("", address.rpartition(".")[2])
        body = scope.definitions.resources.get((resource_type, name)) if scope else None
        if scope is None or body is None:
            yield Resource(resource_type, BareSource(conf), EVERY_RELEASE)
            return
        yield from self._witnessed(conf, address, resource_type, scope, body)

    def _witnessed(
        self, conf: Conf, address: str, resource_type: str, scope: Scope, body: Mapping[str, Any]
    ) -> Iterator[Resource]:
        releases, ignored = releases_of(scope), _ignored(body)
        repeats = tuple(body[name] for name in ("count", "for_each") if name in body)
        written = Written((body,), scope, repeats)
        root = self._root(scope.root())
        instances = root.instances(address) if root else []
        for block in instances:
            source = EvaluatedSource(block, written, root.ids)  # type: ignore[union-attr]
            yield Resource(resource_type, source, releases, ignored, block["__tfmeta"]["path"])
        # tfparse leaves out an instance whose value in for_each is null.
        is_left_out = root is not None and root.has(address)
        if not instances and (is_left_out or not _is_empty(scope, repeats, evaluated=root is not None)):
            yield Resource(resource_type, ConfiguredSource(conf, written), releases, ignored)

    def _root(self, scope: Scope) -> Root | None:
        """A root module as tfparse evaluates it, or None."""
        directory = scope.definitions.directory
        if directory not in self._roots:
            files, environment = self._variable_files(directory), _environment(scope.definitions)
            try:
                with guarded(directory, scope.tree().values()) as copy:
                    self._roots[directory] = evaluator.load(copy, files, environment)
            except OSError as error:
                logger.debug("cannot copy %s: %s", directory, error)
                self._roots[directory] = evaluator.load(directory, files, environment)
        return self._roots[directory]

    def _scope(self, vertex: Vertex) -> Scope | None:
        """The module instance that a vertex lies in."""
        chain = tuple(_callers(vertex.get("source_module_object_")))
        directory = os.path.dirname(chain[0][0] if chain else str(vertex["file_path_"]))
        key = ((directory, ""), *chain)
        if key not in self._scopes:
            root = self._library.definitions(directory)
            scope: Scope | None = Scope(root, self._library, given=self._given(root))
            for _, name in chain:
                scope = scope.child(name) if scope else None
            self._scopes[key] = scope
        return self._scopes[key]

    def _vertex(self, conf: Conf, address: str, entity_path: str) -> Vertex | None:
        vertex = self._by_identity.get(id(conf))
        if vertex is not None:
            return vertex
        file = entity_path.partition(":")[0].lstrip(os.sep)
        candidates = self._by_address.get((address, conf.get("__start_line__")), [])
        return next((v for v in candidates if str(v["file_path_"]).endswith(file)), None)

    @cached_property
    def _vertices(self) -> list[Vertex]:
        nodes = self.graph.nodes() if self.graph is not None else ()
        # rustworkx gives (index, attributes), networkx the index only.
        networkx = getattr(self.graph, "_node", None)
        return [networkx[node] if networkx is not None else node[1] for node in nodes]

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
        own = [entry.path for entry in os.scandir(directory) if _precedence(entry.name) is not None]
        named = [path for path in self._given_by_file if _precedence(os.path.basename(path)) is None]
        return sorted(own, key=lambda path: (_precedence(os.path.basename(path)), path)) + sorted(
            path for path in named if os.path.isfile(path)
        )


def _precedence(name: str) -> int | None:
    """The rank of a file that Terraform reads unasked, or None for any other."""
    if name.endswith((".auto.tfvars", ".auto.tfvars.json")):
        return 2
    return {"terraform.tfvars": 0, "terraform.tfvars.json": 1}.get(name)


def _environment(module: Definitions) -> dict[str, str]:
    """The variables of a root that the environment gives."""
    return {name: os.environ[f"TF_VAR_{name}"] for name in module.variables if f"TF_VAR_{name}" in os.environ}


def releases_of(scope: Scope) -> Releases:
    """The azurerm releases that a module and its callers admit."""
    return admitted(scope.constraints())


def _callers(module: Any) -> list[tuple[str, str]]:
    """The module calls on the way from the root: the caller's file and the call's name."""
    chain: list[tuple[str, str]] = []
    while module:
        step = module if isinstance(module, Mapping) else dict(module)
        chain.append((str(step["path"]), INSTANCE.sub("", str(step["name"]))))
        module = step.get("nested_tf_module")
    return chain[::-1]


IGNORED: Final = re.compile(r"\[[^\]]*\]|\$\{|\}|\"")


def _ignored(body: Mapping[str, Any]) -> frozenset[str]:
    """The paths in lifecycle.ignore_changes, without indexes."""
    found: list[str] = []
    for lifecycle in body.get("lifecycle", ()):
        for paths in lifecycle.get("ignore_changes", ()) if isinstance(lifecycle, Mapping) else ():
            found += paths if isinstance(paths, list) else [paths]
    return frozenset(IGNORED.sub("", path).strip() for path in found if isinstance(path, str))


def _is_empty(scope: Scope, repeats: tuple[Any, ...], *, evaluated: bool) -> bool:
    """Whether a resource without evaluated instances is provably not there."""
    if evaluated:
        return Leaf.UNKNOWN not in scope.leaves(repeats) and not scope.is_repeated_by_unknown()
    return any(repeat in ([0], [[]], [{}], [False]) for repeat in repeats)


_current: list[Scan] = []


def scan_of(graph: Any) -> Scan:
    """The scan of a graph. Only the last one is kept: Checkov finishes one before it begins the next."""
    with _lock:
        if not _current or _current[0].graph is not graph or graph is None:
            _current[:] = [Scan(graph)]
        return _current[0]
