"""References to container images, as Docker reads them.

https://github.com/distribution/reference/blob/main/normalize.go
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Final

from checkov_aks.common.settings import current
from checkov_aks.common.verdict import UNKNOWN, Verdict, verdict_of
from checkov_aks.kubernetes.base.values import Value

DOCKER_HUB: Final = "docker.io"
_HOST: Final = re.compile(r"[.:]|^localhost$")
_PORT: Final = re.compile(r":\d*$")


def registry_of(image: Value) -> str | None:
    """The registry of an image, with its port: Docker Hub if none is named. None where it cannot be told."""
    text = (image.literal() or "").strip()
    if not text:
        return None
    host, slash, _ = text.partition("/")
    if slash:
        return host if _HOST.search(host) else DOCKER_HUB
    # What follows a colon is a port only if a slash comes later.
    is_whole = image.known or (":" in text and "/" not in image.raw)
    return DOCKER_HUB if is_whole else None


def is_trusted(image: Value) -> Verdict:
    """Whether an image comes from a registry of the setting `allowed_registries`, with or without port there."""
    registry = registry_of(image)
    if registry is None:
        return UNKNOWN
    names = (registry.lower(), _PORT.sub("", registry.lower()))
    patterns = [pattern.lower() for pattern in current().allowed_registries]
    allowed = any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
    return verdict_of(allowed).because(f"{image.describe()}, from {registry}")
