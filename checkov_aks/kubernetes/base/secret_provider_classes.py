"""SecretProviderClasses of provider azure and the volumes that mount them, read as the Azure provider reads them.

https://azure.github.io/secrets-store-csi-driver-provider-azure/docs/getting-started/usage/
https://github.com/Azure/secrets-store-csi-driver-provider-azure/tree/master/pkg/provider
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final

import yaml

from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, all_of, any_of, verdict_of
from checkov_aks.kubernetes.base.azure import SECRETS_STORE_DRIVER
from checkov_aks.kubernetes.base.manifest import Manifest, Pod
from checkov_aks.kubernetes.base.values import UNRESOLVED, Value, read

# Go's strconv.ParseBool; the provider takes an empty text for false.
TRUE: Final = frozenset({"1", "t", "T", "TRUE", "true", "True"})
FALSE: Final = frozenset({"", "0", "f", "F", "FALSE", "false", "False"})
# A loader that keeps scalars as texts, as Go does for fields that are texts, leaves these to us.
NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
# YAML takes the first for a comment and the second for a mapping, which they will not be once they are filled in.
_NO_YAML: Final = re.compile(r"#\{([^}]{1,200})\}#?|\{\{((?:(?!\{\{|\}\}).){1,200})\}\}", re.DOTALL)

_BRACKET: Final = re.compile(r"[\[\]{}]")
# Real ones have two.
_MAX_NESTING: Final = 20


def parameters_of(manifest: Manifest) -> Value:
    """The parameters of a SecretProviderClass; unknown where its provider is another, or cannot be told."""
    azure = manifest["spec.provider"].is_in("azure")
    return manifest["spec.parameters"] if azure.passed else UNRESOLVED


def given(parameters: Value, name: str) -> Verdict:
    """Whether a parameter has a value; a placeholder is one, blanks are none. What is no text cannot be told."""
    value = parameters[name]
    if value.known and value.text() is None:
        return UNKNOWN
    return value.is_set() & verdict_of(not (value.known and str(value.raw).isspace()))


def flag(parameters: Value, name: str) -> Verdict:
    """Whether a parameter is true. Absent is not; what the provider cannot parse cannot be told."""
    value = parameters[name]
    text = "" if value.absent else value.text()
    word = None if text is None else text.strip()
    return PASSED if word in TRUE else FAILED if word in FALSE else UNKNOWN


def is_flag(parameters: Value, name: str) -> Verdict:
    """Whether the provider can parse a parameter as a boolean; absent and empty are false."""
    text = parameters[name].text()
    if text is None:
        return PASSED if parameters[name].absent else UNKNOWN
    return verdict_of(text.strip() in TRUE | FALSE)


def uses_workload_identity(parameters: Value) -> Verdict:
    """Whether pods get secrets with the identity of their own service account: the other ways go first."""
    return (
        given(parameters, "clientID") & ~flag(parameters, "usePodIdentity") & ~flag(parameters, "useVMManagedIdentity")
    )


# -- objects: YAML inside YAML


def objects_of(parameters: Value) -> tuple[Value, ...] | None:
    """The objects that a class asks for: mappings of texts. One that cannot be told is unknown, and so is the only one
    of a list that cannot be told. None where there is nothing that the provider can read.
    """
    outer = _mapping_in(parameters["objects"])
    if outer is None:
        return None
    array = outer["array"]
    items = array.items()
    if items is None:
        return None if array.known else (UNRESOLVED,)
    found = [_mapping_in(item) for item in items]
    known = tuple(thing for thing in found if thing is not None)
    return known if len(known) == len(found) else None


def file_of(thing: Value) -> Value:
    """The name of the file that an object becomes: its alias, else its name."""
    return thing["objectName"] if thing["objectAlias"].absent else thing["objectAlias"]


def optional(value: Value, *texts: str) -> Verdict:
    """Whether a text is absent or, in any case, one of some."""
    return PASSED if value.absent else value.folds_to(*texts)


def is_inside(thing: Value) -> Verdict:
    """Whether the provider takes the file name of an object: relative, and without `..`. Key Vault's own names are."""
    start, alias = file_of(thing).literal() or "", thing["objectAlias"]
    if start.startswith("/") or ".." in start:
        return FAILED
    return PASSED if alias.absent or alias.text() is not None else UNKNOWN


def is_narrow(permission: Value) -> Verdict:
    """Whether a permission, octal whether quoted or not, gives no more than 0644; absent is 0644."""
    if not permission.known:
        return PASSED if permission.absent else UNKNOWN
    text = permission.text() or ""
    return verdict_of(re.fullmatch(r"\+?[0-7]{1,11}", text) is not None and not int(text, 8) & ~0o644)


@dataclass(frozen=True)
class Files:
    """The files that objects become.

    names     of those with one version
    histories of those with several, which become directories with files 0, 1 ...
    complete  whether all could be told
    """

    names: frozenset[str]
    histories: frozenset[str]
    complete: bool

    def has(self, name: Value) -> Verdict:
        """Whether there is a file of a name. Blanks around it do not count."""
        if not isinstance(name.raw, str):
            return FAILED if name.absent else UNKNOWN
        text = _as_yaml(name.raw).strip()
        if self._holds(text):
            return PASSED
        # The provider's option to write certificate and key into files of their own.
        separate = self._holds(text.removesuffix(".crt").removesuffix(".key"))
        return UNKNOWN if name.unknown or separate or not self.complete else FAILED

    def _holds(self, text: str) -> bool:
        directory, _, number = text.rpartition("/")
        return text in self.names or (directory in self.histories and number.isdigit())


def files_of(objects: tuple[Value, ...]) -> Files:
    """The files that the objects of a class become in the pod."""
    names: set[str] = set()
    histories: set[str] = set()
    complete = True
    for thing in objects:
        file, history = file_of(thing), thing["objectVersionHistory"]
        number = 0 if history.absent else history.integer()
        if number is not None and isinstance(file.raw, str):
            (histories if number > 1 else names).add(file.raw)
        complete = complete and number is not None and file.text() is not None
    return Files(frozenset(names), frozenset(histories), complete)


def _mapping_in(value: Value) -> Value | None:
    """The mapping that the YAML in a text holds, its scalars as texts and trimmed. None where there is no mapping, or
    no text; unknown where a placeholder may be why, or where PyYAML would take seconds.
    """
    if not isinstance(value.raw, str):
        return None
    text = _as_yaml(value.raw)
    is_deep = max(accumulate(1 if b in "[{" else -1 for b in _BRACKET.findall(text)), default=0) > _MAX_NESTING
    if is_deep and not text.lstrip().startswith("["):
        return UNRESOLVED
    # What begins with a list is none, or one with a list for a key, which no provider reads.
    found = None if is_deep else _load(text)
    if isinstance(found, dict):
        return read({key: _scalar(entry) for key, entry in found.items()}, value.path)
    return UNRESOLVED if value.unknown else None


def _as_yaml(text: str) -> str:
    return _NO_YAML.sub(lambda found: f"${{{(found[1] or found[2]).strip()}}}", text)


@lru_cache(maxsize=128)
def _load(text: str) -> Any:
    """The first document of a text, None where there is none or the text is no YAML.

    Several checks ask for the same text, and aliases may repeat one.
    """
    try:
        return next(yaml.load_all(text, Loader=yaml.BaseLoader), None)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _scalar(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return None if value.strip() in NULLS else value.strip()


# -- volumes


def of_each_volume(pod: Pod, rule: Callable[[Value], Verdict]) -> Verdict:
    """Whether a rule holds for all volumes of the Secrets Store CSI driver; UNKNOWN where a pod has none."""
    volumes = [(volume, _is_mounted(volume)) for volume in pod.volumes]
    return all_of(~mounted | rule(volume) for volume, mounted in volumes).only_if(any_of(m for _, m in volumes))


def any_volume(pod: Pod, rule: Callable[[Value], Verdict]) -> Verdict:
    """Whether a rule holds for any volume of the Secrets Store CSI driver."""
    return any_of(_is_mounted(volume) & rule(volume) for volume in pod.volumes)


def _is_mounted(volume: Value) -> Verdict:
    return volume["csi.driver"].is_in(SECRETS_STORE_DRIVER)
