"""Checkov's config file: adds items to lists in it and leaves every other byte as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

import yaml

NAME: Final = ".checkov.yaml"


class ConfigError(Exception):
    """The config file is not one that Checkov could read, or an item cannot be added; the text says why."""


def merged(text: str, additions: Mapping[str, Iterable[str]]) -> str:
    """The config file with items added to lists of it, but for those that are there. Raises `ConfigError`.

    A key with a single text or a comma-separated one, which Checkov takes for a list, stays one.
    """
    for key, items in additions.items():
        text = _with(text, key, list(items))
    return text


def items_of(text: str, key: str) -> list[str]:
    """The items under a key, none where there is no such key. Raises `ConfigError`."""
    return _present(_nodes(text).get(key), key)


def _nodes(text: str) -> dict[str, yaml.Node]:
    root = _root(text)
    return {} if root is None else {str(name.value): node for name, node in root.value}


def _with(text: str, key: str, items: list[str]) -> str:
    """The file with items added under one key."""
    node = _nodes(text).get(key)
    present = _present(node, key)
    items = [item for item in items if item not in present]
    if not items:
        return text
    if node is None:
        start = text if not text or text.endswith("\n") else f"{text}\n"
        return f"{start}{key}:\n" + "".join(f"  - {_item(item)}\n" for item in items)
    if isinstance(node, yaml.ScalarNode):
        return _in_scalar(text, node, items)
    assert isinstance(node, yaml.SequenceNode)
    if node.flow_style:
        more = ", ".join(_item(item) for item in items)
        at = text.rindex("]", node.start_mark.index, node.end_mark.index)
        before = text[:at].rstrip()
        glue = "" if before.endswith(("[", ",")) else ", "
        return f"{before}{glue}{more}{text[at:]}"
    last = node.value[-1]
    at = _end_of_line(text, last.end_mark.index)
    indent = " " * node.start_mark.column
    return text[:at] + "".join(f"\n{indent}- {_item(item)}" for item in items) + text[at:]


def _root(text: str) -> yaml.MappingNode | None:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ConfigError(f"cannot read {NAME}: {error}") from error
    if root is None or isinstance(root, yaml.MappingNode):
        return root
    raise ConfigError(f"{NAME}: expected keys and values")


def _present(node: yaml.Node | None, key: str) -> list[str]:
    if node is None:
        return []
    if isinstance(node, yaml.ScalarNode):
        return [part.strip() for part in node.value.split(",")]
    if isinstance(node, yaml.SequenceNode):
        return [str(item.value) for item in node.value]
    raise ConfigError(f"{NAME}: `{key}` is no list")


def _in_scalar(text: str, node: yaml.ScalarNode, items: list[str]) -> str:
    """After `skip-check: CKV_1,CKV_2` more of them, within the quotes if there are any; after nothing, a list."""
    start, end = node.start_mark.index, node.end_mark.index
    if not node.value:
        return f"{text[:start]} [{', '.join(_item(item) for item in items)}]{text[end:]}".replace(":  [", ": [")
    at = end - 1 if node.style in ("'", '"') else end
    return f"{text[:at]},{','.join(items)}{text[at:]}"


def _end_of_line(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _item(item: str) -> str:
    """An item as YAML: quoted where it would mean something else."""
    try:
        plain = yaml.safe_load(f"[{item}]") == [item]
    except yaml.YAMLError:
        plain = False
    return item if plain else json.dumps(item)
