"""The objects of one scan and how to find one from another. Each graph of Checkov's is indexed once."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from threading import Lock
from typing import Any, Final

from checkov.common.graph.graph_builder import CustomAttributes
from checkov.kubernetes.kubernetes_utils import PARENT_RESOURCE_ID_KEY_NAME

from checkov_aks.common.collector import uncollected
from checkov_aks.common.graphs import Recent, vertices_of
from checkov_aks.common.verdict import PASSED, UNKNOWN, Verdict
from checkov_aks.kubernetes.base.labels import pairs_of, selects, written_pairs
from checkov_aks.kubernetes.base.manifest import Manifest
from checkov_aks.kubernetes.base.values import UNRESOLVED, Value, read

_ANY: Final = object()
_OPEN: Final = object()


class Index:
    """Objects by namespace and a key. None for either means that it cannot be told, so that any will do."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, object], dict[int, Manifest]] = {}

    def add(self, namespace: str | None, key: object, manifest: Manifest) -> None:
        """Enter an object, under one more key if it is there already."""
        for place in ((namespace, key), (namespace, _ANY), (_ANY, key), (_ANY, _ANY)):
            self._found.setdefault(place, {})[manifest.number] = manifest

    def find(self, namespace: str | None, keys: Iterable[object] | None = None) -> Iterator[Manifest]:
        """The objects that may have the namespace and one of the keys, each once."""
        seen: set[int] = set()
        for bucket in self._buckets(namespace, keys):
            for number, manifest in bucket.items():
                if number not in seen:
                    seen.add(number)
                    yield manifest

    def most(self, namespace: str | None, keys: Iterable[object]) -> int:
        """How many objects `find` finds at most."""
        return sum(map(len, self._buckets(namespace, keys)))

    def _buckets(self, namespace: str | None, keys: Iterable[object] | None) -> list[Mapping[int, Manifest]]:
        namespaces = (_ANY,) if namespace is None else (namespace, None)
        wanted = (_ANY,) if keys is None else (*keys, None)
        return [self._found.get((n, k), {}) for n in namespaces for k in wanted]


class Scan:
    """What Checkov's graph holds: objects in their order, workloads with their pod template."""

    def __init__(self, graph: Any) -> None:
        self.manifests: Final = tuple(_manifests(graph))
        self._indexes: dict[object, Index] = {}
        self._lock = Lock()

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Manifest, ...]]:
        found: dict[str, list[Manifest]] = {}
        for manifest in self.manifests:
            if manifest.facts is not None:
                found.setdefault(manifest.kind, []).append(manifest)
        return {kind: tuple(manifests) for kind, manifests in found.items()}

    def all(self, *kinds: str) -> tuple[Manifest, ...]:
        """All objects of some kinds, patches too."""
        return tuple(manifest for kind in kinds for manifest in self._by_kind.get(kind, ()))

    # -- namespaces

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces that the scan names, other than system namespaces."""
        judged = (manifest for manifest in self.manifests if not manifest.is_in_system_namespace)
        return frozenset(namespace for m in judged if (namespace := m.namespace.written()) is not None)

    def namespace_of(self, manifest: Manifest) -> Value:
        """The namespace of an object. One that is not written is the only one of the scan; of several, it is unknown.

        A scan without any has one all the same, "".
        """
        if not manifest.namespace.absent:
            return manifest.namespace
        return read(min(self.namespaces, default="")) if len(self.namespaces) < 2 else UNRESOLVED

    def share_namespace(self, one: Manifest, other: Manifest) -> Verdict:
        """Whether two objects are in the same namespace. Without, those of one directory are: they arrive together."""
        if one.namespace.absent and other.namespace.absent and one.directory == other.directory:
            return PASSED
        return self.namespace_of(one).equals(self.namespace_of(other))

    # -- finding others

    def beside(self, manifest: Manifest, *kinds: str) -> Iterator[Manifest]:
        """The objects of some kinds that are, or may be, in the namespace of an object."""
        return self._index(("beside", *kinds), lambda: ((o, None) for o in self.all(*kinds))).find(self._key(manifest))

    def named(self, manifest: Manifest, kind: str, name: Value) -> tuple[Manifest, ...]:
        """The objects of a kind and name in the namespace of an object, nearest only: of the same file, else of the
        same directory, else of anywhere. None where the name or the namespace cannot be told, or there are only
        patches of it.
        """
        wanted = name.written()
        if wanted is None:
            return ()
        index = self._index(("named", kind), lambda: ((o, o.name.written()) for o in self.all(kind)))
        candidates = index.find(self._key(manifest), [wanted])
        found = [other for other in candidates if other.name.written() == wanted and not other.is_patch]
        return tuple(_nearest(manifest, [o for o in found if self.share_namespace(manifest, o).passed]))

    def naming(self, manifest: Manifest, kind: str, path: str) -> Iterator[tuple[Manifest, Verdict]]:
        """The objects of a kind that may name this one at a path, as `spec.target.name`, and whether they do."""
        index = self._index(("naming", kind, path), lambda: ((o, o[path].text()) for o in self.all(kind)))
        name = manifest.name.text()
        for other in index.find(self._key(manifest), None if name is None else [name]):
            named = UNKNOWN if self._is_of_another(other) else other[path].equals(manifest.name)
            yield other, self.share_namespace(manifest, other) & named

    def selecting(self, manifest: Manifest, labels: Value, kind: str) -> Iterator[tuple[Manifest, Verdict]]:
        """The objects of a kind whose `spec.selector` may select something with labels, and whether it does."""
        index = self._index(("selecting", kind), lambda: _by_rarest_pair(self.all(kind)))
        for other in index.find(self._key(manifest), pairs_of(labels)):
            chosen = UNKNOWN if self._is_of_another(other) else selects(other["spec.selector"], labels)
            yield other, self.share_namespace(manifest, other) & chosen

    def selected(self, manifest: Manifest, *kinds: str) -> Iterator[tuple[Manifest, Verdict]]:
        """The workloads whose pods may be selected by an object's `spec.selector`, and whether they are; of several of
        one kind and name, as a base and its overlays have, the nearest.
        """
        index, key = self._index(("selected", *kinds), lambda: _by_labels(self.all(*kinds))), self._key(manifest)
        pairs = pairs_of(manifest["spec.selector.matchLabels"])
        rarest = min(pairs, key=lambda pair: index.most(key, [pair])) if pairs else None
        by_name: dict[object, list[Manifest]] = {}
        for other in index.find(key, [rarest] if rarest else None):
            if other.is_patch:
                continue
            by_name.setdefault((other.kind, other.name.written()), []).append(other)
        for other in (other for same in by_name.values() for other in _nearest(manifest, same)):
            if other.pod is not None:
                chosen = selects(manifest["spec.selector"], other.pod.labels)
                yield other, self.share_namespace(manifest, other) & chosen

    def with_equal(self, manifest: Manifest, kind: str, path: str) -> Iterator[tuple[Manifest, Verdict]]:
        """The objects of a kind that may have the same labels as this one at a path, as `spec.selector`, and whether
        they do: first those that surely have, then those of which it cannot be told.

        Objects of the same name are left out: they are this one in a base, an overlay or a copy. One without a
        namespace is compared within its directory. For labels with a placeholder, only those written alike are found.
        """
        index = self._index(("with equal", kind, path), lambda: _by_written_pairs(self.all(kind), path))
        written, homes = written_pairs(manifest[path]), _homes(manifest)

        def others(labels: object) -> Iterator[Manifest]:
            found = index.find(self._key(manifest), [(labels, home) for home in homes])
            return (other for other in found if other.name.raw != manifest.name.raw)

        yield from ((other, PASSED) for other in others(written) if self.share_namespace(manifest, other).passed)
        yield from ((other, UNKNOWN) for other in others(written) if self.share_namespace(manifest, other).unknown)
        if pairs_of(manifest[path]) is not None:
            yield from ((o, UNKNOWN) for o in others(_OPEN) if not self.share_namespace(manifest, o).failed)

    def _is_of_another(self, manifest: Manifest) -> bool:
        """Whether an object is a patch of one that the scan does not hold."""
        return manifest.is_patch and not self.named(manifest, manifest.kind, manifest.name)

    def _key(self, manifest: Manifest) -> str | None:
        return self.namespace_of(manifest).text()

    def _index(self, purpose: tuple[str, ...], entries: Callable[[], Iterable[tuple[Manifest, object]]]) -> Index:
        """The index for a purpose, built on first use: Checkov runs graph checks in threads."""
        with self._lock:
            index = self._indexes.get(purpose)
            if index is None:
                index = Index()
                for manifest, key in entries():
                    index.add(self._key(manifest), key, manifest)
                self._indexes[purpose] = index
            return index


def _by_rarest_pair(manifests: Sequence[Manifest]) -> Iterator[tuple[Manifest, object]]:
    """Objects under one pair of their selector each: enough to find them. None where there is no known pair."""
    pairs = {manifest.number: pairs_of(manifest["spec.selector.matchLabels"]) or () for manifest in manifests}
    counts = Counter(pair for found in pairs.values() for pair in found)
    for manifest in manifests:
        yield manifest, min(pairs[manifest.number], key=lambda pair: counts[pair], default=None)


def _by_labels(manifests: Sequence[Manifest]) -> Iterator[tuple[Manifest, object]]:
    """Workloads under every label of their pods; None where the labels cannot be told."""
    for manifest in manifests:
        pairs = pairs_of(manifest.pod.labels) if manifest.pod is not None else ()
        yield from ((manifest, pair) for pair in ((None,) if pairs is None else pairs or ("",)))


def _nearest(manifest: Manifest, others: Sequence[Manifest]) -> list[Manifest]:
    """Those of the same file, else those of the same directory, else all."""
    nearest = min((_distance(manifest, other) for other in others), default=0)
    return [other for other in others if _distance(manifest, other) == nearest]


def _by_written_pairs(manifests: Sequence[Manifest], path: str) -> Iterator[tuple[Manifest, object]]:
    """Objects under the labels at a path as written, and as open where those cannot be told, each with its homes; of
    copies in one place the first.
    """
    seen: set[object] = set()
    for manifest in manifests:
        written = written_pairs(manifest[path])
        copy = (written, manifest.name.written(), manifest.namespace.written(), _homes(manifest))
        if copy in seen:
            continue
        seen.add(copy)
        labels = [] if written is None else [written]
        labels += [_OPEN] if pairs_of(manifest[path]) is None else []
        yield from ((manifest, (key, home)) for key in labels for home in _homes(manifest))


def _homes(manifest: Manifest) -> tuple[object, ...]:
    """Where the others of an object may be: in its directory, and anywhere else if it has a namespace as they have."""
    return (manifest.directory,) if manifest.namespace.absent else (manifest.directory, _ANY)


def _distance(one: Manifest, other: Manifest) -> int:
    return 0 if one.file == other.file else 1 if one.directory == other.directory else 2


def agreed(verdicts: Iterable[Verdict]) -> Verdict:
    """What all verdicts say; UNKNOWN where there are none or they differ."""
    found = list(verdicts)
    outcomes = {verdict.outcome for verdict in found}
    return found[0] if len(outcomes) == 1 else UNKNOWN


def _manifests(graph: Any) -> Iterator[Manifest]:
    """The objects of a graph. Checkov makes the pod template of most workloads an object of its own, right after it."""
    vertices, number = deque(vertices_of(graph)), count()
    while vertices:
        vertex = vertices.popleft()
        conf = vertex.get("config_")
        if not isinstance(conf, Mapping) or PARENT_RESOURCE_ID_KEY_NAME in conf:
            continue
        entity_id, file = str(vertex.get(CustomAttributes.ID)), str(vertex.get(CustomAttributes.FILE_PATH))
        if vertices and _is_template_of(vertices[0], entity_id, file):
            conf = _with_template(conf, vertices.popleft()["config_"])
        yield Manifest(conf, file, entity_id, next(number))


def _is_template_of(vertex: Mapping[str, Any], owner_id: str, file: str) -> bool:
    conf = vertex.get("config_")
    parent = conf.get(PARENT_RESOURCE_ID_KEY_NAME) if isinstance(conf, Mapping) else None
    return parent == owner_id and vertex.get(CustomAttributes.FILE_PATH) == file


def _with_template(conf: Mapping[str, Any], template: Mapping[str, Any]) -> Mapping[str, Any]:
    """The workload as it was written: a template without annotations was given those of the workload."""
    metadata = dict(template.get("metadata") or {})
    if metadata.pop(PARENT_RESOURCE_ID_KEY_NAME, None) is not None:
        metadata.pop("annotations", None)
    return {**conf, "spec": {**conf["spec"], "template": {**template, "metadata": metadata}}}


_recent: Final[Recent[Scan]] = Recent()


def scan_of(graph: Any) -> Scan:
    """The scan of a graph, indexed once."""
    return _recent.of(graph, lambda: _made(graph))


def _made(graph: Any) -> Scan:
    with uncollected():
        return Scan(graph)
