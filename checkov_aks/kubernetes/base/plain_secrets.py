"""The values of a Secret: which of them are there for everyone to read.

https://kubernetes.io/docs/concepts/configuration/secret/
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict
from checkov_aks.kubernetes.base.values import Value, is_placeholder

# Types whose values people write; an absent or empty type is Opaque. Others are made by controllers or tools.
WRITTEN_TYPES: Final = (
    "", "Opaque", "kubernetes.io/basic-auth", "kubernetes.io/ssh-auth", "kubernetes.io/tls",
    "kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg",
)  # fmt: skip
# What a pipeline fills into a text. A bare $NAME is more likely part of a password.
_TEMPLATED: Final = re.compile(
    r"\$\{[^}]{1,200}\}|#\{[^}]{1,200}\}#?|\{\{.{1,200}?\}\}|\$\([^)]{1,200}\)|__\w{1,200}?__", re.DOTALL
)
_ANGLES: Final = re.compile(r"<[^<>\s][^<>]{0,200}>")
_MARKUP: Final = re.compile(r"</|/>|<\?")


def is_blank(value: Value, encoded: bool) -> Verdict:
    """Whether a value of a Secret tells nothing: it is empty. What is still to be filled in, as a whole or in part,
    cannot be told, nor what is no text. `encoded` is for `data`, which is base64, or a placeholder of it.
    """
    if not isinstance(value.raw, str):
        return PASSED if value.absent else UNKNOWN
    if not value.raw:
        return PASSED
    text = (_decoded(value.raw) if encoded else "") or value.raw
    return UNKNOWN if _is_open(text) else FAILED


def _is_open(text: str) -> bool:
    if _TEMPLATED.search(text):
        return True
    return not _MARKUP.search(text) and (is_placeholder(text) or _ANGLES.search(text) is not None)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
