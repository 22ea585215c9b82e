"""What Terraform and Kubernetes checks share about Checkov: its graphs, and its categories."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from threading import Lock, local
from typing import Any, Final, Generic, TypeVar

from checkov.common.models.enums import CheckCategories

CATEGORIES: Final[Mapping[str, CheckCategories]] = {
    "identity": CheckCategories.IAM,
    "network": CheckCategories.NETWORKING,
    "secrets": CheckCategories.SECRETS,
    "monitoring": CheckCategories.LOGGING,
    "availability": CheckCategories.BACKUP_AND_RECOVERY,
}

Made = TypeVar("Made")


def category_of(check: type) -> CheckCategories:
    """Checkov's category of a check, by the folder that its module lies in."""
    return CATEGORIES.get(check.__module__.split(".")[-2:][0], CheckCategories.GENERAL_SECURITY)


def vertices_of(graph: Any) -> list[Mapping[str, Any]]:
    """The attributes of a graph's vertices, in their order; none without a graph."""
    nodes = graph.nodes() if graph is not None else ()
    # rustworkx gives (index, attributes), networkx the index only.
    networkx = getattr(graph, "_node", None)
    return [networkx[node] if networkx is not None else node[1] for node in nodes]


class PerThread:
    """An attribute that has a value of its own in each thread, None at first.

    Checkov keeps on a check what it is looking at and what the check found, and its runners, which share the check, may
    take turns in threads.
    """

    def __init__(self) -> None:
        self._values = local()

    def __get__(self, owner: object, _: object = None) -> Any:
        return vars(self._values).get(str(id(owner)))

    def __set__(self, owner: object, value: Any) -> None:
        vars(self._values)[str(id(owner))] = value


class Recent(Generic[Made]):
    """What was made last for some keys, told by identity: Checkov's runners may take turns, in threads."""

    def __init__(self) -> None:
        self._made: deque[tuple[object, Made]] = deque(maxlen=4)
        self._lock = Lock()

    def of(self, key: object, make: Callable[[], Made]) -> Made:
        """What was made for a key, made now if it was not; for None it is made each time."""
        with self._lock:
            found = next((made for known, made in self._made if known is key and key is not None), None)
            if found is None:
                found = make()
                if key is not None:
                    self._made.append((key, found))
            return found
