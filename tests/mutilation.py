"""Takes valid manifests apart: something wrong in any place, as Checkov would hand it to a check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checkov_aks.kubernetes.base.manifest import Manifest
from checkov_aks.kubernetes.base.scan import Scan

Path = tuple[Any, ...]

DEEP: Any = "bottom"
for _ in range(150):
    DEEP = {"deeper": [DEEP]}

MISSING = object()
WRONG: list[Any] = [
    MISSING, None, "", [], {}, 0, -1, 1.5, True, "true", "x", "${X}", "<x>", [None], [{}], ["x", 1, None], {"a": None},
    {1: 2}, DEEP, "x" * 200_000, "<" * 50_000, "\x00\x1b[31m\u202e\ud800", 10**40, float("nan"), b"\xff\x00", "- a: [",
]  # fmt: skip


def places(thing: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a manifest, the outermost first; the root itself is left out."""
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


def replaced(thing: Any, path: Path, value: Any) -> Any:
    """A copy with something else in one place, or nothing; what lies beside is shared, not copied."""
    key, *rest = path
    copy = dict(thing) if isinstance(thing, dict) else list(thing)
    if rest:
        copy[key] = replaced(thing[key], tuple(rest), value)
    elif value is MISSING:
        del copy[key]
    else:
        copy[key] = value
    return copy


def as_checkov_gives(thing: Any) -> Any:
    """A manifest as Checkov's parser and runner hand it to a check: marks in each mapping, annotations in a list."""
    marked = _marked(thing)
    metadata = marked.get("metadata")
    if isinstance(metadata, dict) and isinstance(metadata.get("annotations"), dict):
        metadata["annotations"] = [metadata["annotations"]]
    return marked


def _marked(thing: Any, depth: int = 0) -> Any:
    if depth > 60:
        return thing
    if isinstance(thing, dict):
        return {**{k: _marked(v, depth + 1) for k, v in thing.items()}, "__startline__": 1, "__endline__": 2}
    return [_marked(item, depth + 1) for item in thing] if isinstance(thing, list) else thing


def manifest(thing: Any) -> Manifest:
    """A manifest as a check sees it."""
    return Manifest(as_checkov_gives(thing), "/shop/all.yaml")


class Graph:
    """What a graph check reads of Checkov's graph."""

    def __init__(self, things: Sequence[Any]) -> None:
        self._vertices = [
            {"config_": as_checkov_gives(thing), "id": f"thing{number}", "file_path_": "/shop/all.yaml"}
            for number, thing in enumerate(things)
        ]

    def nodes(self) -> list[tuple[int, dict[str, Any]]]:
        """Index and attributes, as rustworkx gives them."""
        return list(enumerate(self._vertices))


def scan(things: Sequence[Any]) -> Scan:
    """A scan of some objects in one file."""
    return Scan(Graph(things))
