"""Questions about the identity that a pod has in Azure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, all_of, verdict_of
from checkov_aks.kubernetes.base.azure import NODE_CREDENTIALS, WORKLOAD_IDENTITY_USE
from checkov_aks.kubernetes.base.manifest import Pod
from checkov_aks.kubernetes.base.values import Value, is_placeholder

GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def has_workload_identity(pod: Pod) -> Verdict:
    """Whether the webhook of workload identity changes a pod: only where the label is exactly "true".

    https://learn.microsoft.com/azure/aks/workload-identity-overview#service-account-labels-and-annotations
    """
    return pod.label(WORKLOAD_IDENTITY_USE).is_in("true")


def is_other_than(value: Value, text: str) -> Verdict:
    """Whether a value is a text, and another one. Of `team-${X}` the beginning may prove it."""
    literal = value.literal()
    if literal is None or (value.unknown and text.startswith(literal)):
        return UNKNOWN
    return verdict_of(literal != text)


def is_guid(value: Value) -> Verdict:
    """Whether a value that is written is a GUID, as client and tenant IDs are. A placeholder is UNKNOWN."""
    text = value.text() or ""
    if GUID.fullmatch(text):
        return PASSED
    return UNKNOWN if value.unknown or is_placeholder(text) else FAILED


def lacks_variables(pod: Pod, *names: str) -> Verdict:
    """Whether no container sets any of some environment variables, be it by value or from elsewhere; the reason of a
    failure names one. An empty value sets nothing, and what `envFrom` brings cannot be told.

    https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
    """
    return all_of(verdict for container in pod.containers for verdict in _lacks(container, names))


def _lacks(container: Value, names: tuple[str, ...]) -> Iterator[Verdict]:
    where = f"container `{container['name'].text() or container.path}`"
    for variable in container["env"].each():
        given = variable["value"].is_set() | variable["valueFrom"].is_set()
        found = variable["name"].is_in(*names) & given
        yield (~found).because(f"{where} sets `{variable['name'].raw}`")
    yield ~container["envFrom"].is_set() | UNKNOWN


def reaches_node_credentials(path: Value) -> Verdict:
    """Whether a path of a node is that of the cluster's credentials, or of a directory above."""
    literal = path.literal()
    if literal is None:
        return UNKNOWN
    # Two slashes in front of an absolute path make three or more, which are one; a relative path keeps the two.
    place = posixpath.normpath(f"//{literal}") if literal else ""
    if path.unknown:
        return UNKNOWN if any(secret.startswith(place) for secret in NODE_CREDENTIALS) else FAILED
    return verdict_of(place in NODE_CREDENTIALS)
