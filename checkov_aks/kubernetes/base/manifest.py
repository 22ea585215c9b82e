"""One object of a scan, and the pod template in it, whatever its kind."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, Final

from checkov_aks.common.settings import current
from checkov_aks.kubernetes.base.kinds import ALIASES, KINDS, Kind
from checkov_aks.kubernetes.base.patches import is_listed_as_patch
from checkov_aks.kubernetes.base.values import UNRESOLVED, Value, read

CONTAINER_LISTS: Final = ("initContainers", "containers", "ephemeralContainers")


@dataclass(frozen=True)
class Pod:
    """A pod template: a pod, or what a workload makes pods of. Paths in `pod["..."]` start at the pod's `spec`."""

    owner: Manifest
    template: Value

    def __getitem__(self, path: str) -> Value:
        """The value at a dotted path below the pod's `spec`."""
        return self.template["spec"][path]

    @property
    def labels(self) -> Value:
        """The labels of the pods."""
        return self.template["metadata.labels"]

    @property
    def annotations(self) -> Value:
        """The annotations of the pods."""
        return _only_mapping(self.template["metadata.annotations"])

    def label(self, key: str) -> Value:
        """One label of the pods."""
        return self.labels.entry(key)

    def annotation(self, key: str) -> Value:
        """One annotation of the pods."""
        return self.annotations.entry(key)

    @property
    def namespace(self) -> Value:
        """The namespace that the owner lives in."""
        return self.owner.namespace

    @cached_property
    def containers(self) -> tuple[Value, ...]:
        """All containers, init and ephemeral ones too; a list that cannot be told is one unknown container."""
        return tuple(container for name in CONTAINER_LISTS for container in self[name].each())

    @property
    def volumes(self) -> tuple[Value, ...]:
        """The volumes; a list that cannot be told is one unknown volume."""
        return self["volumes"].each()

    @cached_property
    def service_account(self) -> Value:
        """The service account's name, `default` where none is given; `serviceAccount` is an old alias of the field."""
        names = (self["serviceAccountName"], self["serviceAccount"])
        given = (name for name in names if not (name.absent or name.is_in("").passed))
        return next(given, read("default", names[0].path))


@dataclass(frozen=True)
class Manifest:
    """One object.

    conf   what Checkov gives: marks in mappings, top-level annotations in a list
    file   its path
    id     Checkov's ID of it
    number tells the objects of a scan apart
    """

    conf: Mapping[str, Any]
    file: str = ""
    id: str = ""
    number: int = 0

    def __getitem__(self, path: str) -> Value:
        """The value at a dotted path from the top, as `manifest["spec.type"]`."""
        return self.root[path]

    @cached_property
    def directory(self) -> str:
        """Where its file is."""
        return os.path.dirname(self.file)

    @cached_property
    def root(self) -> Value:
        """The object as a value."""
        return read(self.conf)

    @cached_property
    def kind(self) -> str:
        """Its kind as `kinds.KINDS` calls it, "" where that is no text."""
        written = self.root.entry("kind").text() or ""
        alias = ALIASES.get(written)
        return alias if alias and self.group in KINDS[alias].groups else written

    @cached_property
    def group(self) -> str | None:
        """Its API group without the version; "" is the core group, None that it cannot be told."""
        version = self.root.entry("apiVersion").text()
        return None if version is None else version.rpartition("/")[0]

    @cached_property
    def facts(self) -> Kind | None:
        """What is known of its kind; None where kind and API group are not of one we know."""
        kind = KINDS.get(self.kind)
        return kind if kind and self.group in kind.groups else None

    @cached_property
    def name(self) -> Value:
        """Its name."""
        return self["metadata.name"]

    @cached_property
    def namespace(self) -> Value:
        """The namespace that is written; a Namespace is in its own."""
        return self.name if self.kind == "Namespace" else self["metadata.namespace"]

    @cached_property
    def labels(self) -> Value:
        """Its own labels, not those of its pods."""
        return self["metadata.labels"]

    @cached_property
    def annotations(self) -> Value:
        """Its own annotations, not those of its pods."""
        return _only_mapping(self["metadata.annotations"])

    def label(self, key: str) -> Value:
        """One label of its own."""
        return self.labels.entry(key)

    def annotation(self, key: str) -> Value:
        """One annotation of its own."""
        return self.annotations.entry(key)

    @cached_property
    def pod(self) -> Pod | None:
        """The pod template of a workload; None for other kinds."""
        path = self.facts.template if self.facts else None
        if path is None:
            return None
        return Pod(self, self[path] if path else self.root)

    @cached_property
    def is_in_system_namespace(self) -> bool:
        """Whether AKS or its add-ons own the namespace that is written: setting `system_namespaces`."""
        namespace = self.namespace.text()
        return namespace is not None and any(fnmatchcase(namespace, p) for p in current().system_namespaces)

    @cached_property
    def is_patch(self) -> bool:
        """Whether it is only a piece of an object, as Kustomize merges it into a whole one."""
        complete = self.facts.complete if self.facts else ()
        if complete and all(self[path].absent for path in complete):
            return True
        return (
            any(_is_patched(value) for value in (self.root, self["metadata"], self["spec"]))
            or (self.pod is not None and _is_pod_patch(self.pod))
            or (self.file != "" and is_listed_as_patch(self.file))
        )


def _is_pod_patch(pod: Pod) -> bool:
    parts = (pod.template, pod.template["metadata"], pod.template["spec"])
    containers = pod["containers"]
    return (
        any(_is_patched(part) for part in parts)
        or containers.absent
        or containers.items() == ()
        or any(container["image"].absent or _is_patched(container) for container in pod.containers)
    )


def _is_patched(value: Value) -> bool:
    return value.entry("$patch").known


def _only_mapping(value: Value) -> Value:
    """Checkov puts annotations into a list."""
    if isinstance(value.raw, list) and value.known:
        return read(value.raw[0], value.path) if len(value.raw) == 1 else UNRESOLVED
    return value
