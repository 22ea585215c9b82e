"""The user's settings: `.checkov-aks.yaml` in the working directory, or the file that CHECKOV_AKS_CONFIG names."""

# No annotations as texts: pydantic looks their names up in `sys.modules`, where Checkov, which executes every file of a
# folder that it is given in several threads, may have put another module of that name.

import os
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from reprlib import repr as repr_short
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FILE_NAME = ".checkov-aks.yaml"
VARIABLE = "CHECKOV_AKS_CONFIG"


class SettingsError(Exception):
    """The settings file is missing, unreadable, or holds something it should not; the text says what."""


class Settings(BaseModel):
    """Every setting with its default. Unknown keys and wrong types are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    min_zones: Annotated[int, Field(ge=1, le=3, description="availability zones that a node pool must span")] = 3
    min_retention_days: Annotated[int, Field(ge=1, le=4383, description="days that AKS logs must be kept")] = 90
    allowed_registries: Annotated[
        tuple[str, ...], Field(strict=False, description="registries that images may come from; * is any text")
    ] = ("*.azurecr.io", "*.azurecr.cn", "*.azurecr.us", "mcr.microsoft.com")
    system_namespaces: Annotated[
        tuple[str, ...], Field(strict=False, description="namespaces of AKS and its add-ons, not judged; * is any text")
    ] = (
        "kube-system",
        "kube-public",
        "kube-node-lease",
        "gatekeeper-system",
        "azure-arc",
        "azure-extensions-usage-system",
        "app-routing-system",
        "flux-system",
        "aks-istio-*",
    )
    evaluation_timeout: Annotated[float, Field(gt=0, le=600, description="seconds to evaluate one Terraform root")] = 10


class _Loader(yaml.SafeLoader):
    """Takes a key that is there twice for the mistake that it is."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.YAMLError(f"`{twice}` is there twice")
        return super().construct_mapping(node, deep)


def load(path: Path) -> Settings:
    """The settings in a file. Raises `SettingsError`."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise SettingsError(f"cannot read the settings file {path}: {error}") from error
    if content is None:
        return Settings()
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: expected keys and values, found {type(content).__name__}")
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        raise SettingsError("\n".join(f"{path}: {_explain(item)}" for item in error.errors())) from error


def _explain(item: object) -> str:
    assert isinstance(item, dict)
    key = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        return f"unknown setting `{key}`; known settings: {', '.join(Settings.model_fields)}"
    try:
        found = repr_short(item["input"])
    except ValueError:  # Python writes no number of thousands of digits
        found = "a number without end"
    return f"`{key}`: {item['msg']}, found {found}"


def find() -> Path | None:
    """The settings file in force, or None. A file that CHECKOV_AKS_CONFIG names must exist, so it is always given."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    return Path(FILE_NAME) if os.path.lexists(FILE_NAME) else None


@lru_cache(maxsize=1)
def current() -> Settings:
    """The settings in force, read once per process. Raises `SettingsError`."""
    path = find()
    return load(path) if path else Settings()
