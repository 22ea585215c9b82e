"""The clusters and applications that results are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from checkov_aks.kubernetes.base.kinds import KINDS
from checkov_aks.report.checklist import Verdict, checklist
from checkov_aks.report.model import Result
from checkov_aks.report.score import ALL_AREAS, Score, areas, score

# module.name, and a key in brackets that may hold anything but an unescaped quote
MODULE = re.compile(r'module\.[^.\["]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.')
CLUSTERS = ("azurerm_kubernetes_cluster.", "azurerm_kubernetes_automatic_cluster.")
TERRAFORM = ("terraform", "terraform_json", "terraform_plan")


@dataclass(frozen=True)
class Subject:
    """A cluster, an application, or what belongs to none or several.

    kind   "Cluster", "Application", or "Shared"
    name   for people
    place  folder or plan file
    """

    kind: str
    name: str
    place: str
    results: tuple[Result, ...]

    @property
    def label(self) -> str:
        """Name and place in one text."""
        return f"{self.name} ({self.place})"

    @cached_property
    def score(self) -> Score:
        """Over all areas."""
        return score(ALL_AREAS, self.results)

    @cached_property
    def areas(self) -> list[Score]:
        """A score for each area."""
        return areas(self.results)

    @cached_property
    def checklist(self) -> list[Verdict]:
        """The guide's checklist."""
        return checklist(self.results)


def subjects(results: Iterable[Result]) -> list[Subject]:
    """Every result in exactly one subject: clusters with what is beside them, then applications."""
    results = list(results)
    terraform = [result for result in results if result.framework in TERRAFORM]
    manifests = [result for result in results if result.framework not in TERRAFORM]
    found = [subject for root, group in _grouped(terraform, _root) for subject in _of_root(root, group)]
    for namespace, group in _grouped(manifests, _namespace):
        for place, deployed in _deployments(group):
            kind, name = ("Application", namespace) if namespace else ("Shared", "Objects of the whole cluster")
            found.append(Subject(kind, name, "/".join(place) or ".", tuple(deployed)))
    return found


def _grouped(results: Iterable[Result], key: Callable[[Result], str]) -> Iterator[tuple[str, list[Result]]]:
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(key(result), []).append(result)
    yield from sorted(found.items())


def _root(result: Result) -> str:
    return result.root


def _of_root(root: str, results: list[Result]) -> Iterator[Subject]:
    """The clusters of a root module, each with the results that belong to it alone, and the rest."""
    clusters = sorted({result.resource for result in results if _modules(result.resource)[1].startswith(CLUSTERS)})
    rest = "Shared by the clusters" if clusters else "Resources without a cluster"
    owned = dict(_grouped(results, lambda result: _owner(result.resource, clusters)))
    for cluster in clusters:
        name = re.sub(r"azurerm_kubernetes_(automatic_)?cluster\.", "", cluster, count=1)
        yield Subject("Cluster", name, root, tuple(owned[cluster]))
    if "" in owned:
        yield Subject("Shared", rest, root, tuple(owned[""]))


def _owner(resource: str, clusters: list[str]) -> str:
    """The only cluster of the innermost module that has any; "" if there is none or more than one."""
    if resource in clusters:
        return resource
    modules, _ = _modules(resource)
    for depth in range(len(modules), -1, -1):
        inside = [cluster for cluster in clusters if cluster.startswith("".join(modules[:depth]))]
        if inside:
            return inside[0] if len(inside) == 1 else ""
    return ""


def _modules(address: str) -> tuple[list[str], str]:
    """The modules of a Terraform address, outermost first, and what is left."""
    modules = []
    while match := MODULE.match(address):
        modules.append(match[0])
        address = address[match.end() :]
    return modules, address


def _object(result: Result) -> tuple[str, str, str]:
    """Kind, namespace and name of a manifest. Checkov names them with dots, Kustomize's with the overlay before."""
    address = result.resource.partition(":")[2] if result.framework == "kustomize" else result.resource
    kind, _, rest = address.partition(".")
    namespace, _, name = rest.partition(".")
    return kind, namespace, name


def _namespace(result: Result) -> str:
    """The namespace that a manifest belongs to, or "" for none; `default` where it names none."""
    kind, namespace, name = _object(result)
    if kind == "Namespace":
        return name
    return namespace if kind not in KINDS or KINDS[kind].namespaced else ""


def _deployments(results: list[Result]) -> Iterator[tuple[tuple[str, ...], list[Result]]]:
    """The results by folder where an object lies in several: these are deployments of their own, as overlays are."""
    paths = [tuple(result.root.split("/")) if result.root != "." else () for result in results]
    place = tuple(same[0] for same in takewhile(lambda names: len(set(names)) == 1, zip(*paths, strict=False)))
    below: dict[tuple[str, ...], list[Result]] = {}
    for path, result in zip(paths, results, strict=True):
        below.setdefault(path[: len(place) + 1], []).append(result)
    homes: dict[tuple[str, str, str], set[tuple[str, ...]]] = {}
    for folder, group in below.items():
        for result in group:
            homes.setdefault(_object(result), set()).add(folder)
    if all(len(folders) == 1 for folders in homes.values()):
        yield place, results
        return
    for _, group in sorted(below.items()):
        yield from _deployments(group)
