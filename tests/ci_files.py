"""What CI systems do with their files before they run a script in them, as far as ours go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


def github(text: str, values: Mapping[str, str]) -> str:
    """The text with GitHub's expressions evaluated. Raises `KeyError` for one that has no value."""
    return re.sub(r"\$\{\{\s*(.+?)\s*\}\}", lambda found: values[found[1]], text)


def gitlab(path: Path, **inputs: str) -> dict[str, Any]:
    """A template's jobs with the inputs given, the others by their defaults. Raises `KeyError` for an unknown input."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    declared = yaml.safe_load(head)["spec"]["inputs"]
    values = {name: str(declared[name]["default"]) for name in declared}
    for name, value in inputs.items():
        assert value in declared[name.replace("_", "-")].get("options", [value])
        values[name.replace("_", "-")] = value

    def filled(node: Any) -> Any:
        if isinstance(node, dict):
            return {filled(key): filled(value) for key, value in node.items()}
        if isinstance(node, list):
            return [filled(item) for item in node]
        if isinstance(node, str):
            return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: values[found[1]], node)
        return node

    found: dict[str, Any] = filled(yaml.safe_load(body))
    return found


def azure(text: str, **parameters: Any) -> Any:
    """A pipeline or template as Azure runs it: loops unrolled, expressions evaluated."""
    document = yaml.safe_load(text)
    declared = {item["name"]: item.get("default") for item in document.pop("parameters", [])}
    assert set(parameters) <= set(declared)
    scope = {f"parameters.{name}": value for name, value in {**declared, **parameters}.items()}
    return _expanded(document, scope)


def _expanded(node: Any, scope: Mapping[str, Any]) -> Any:
    if isinstance(node, dict):
        return {key: _expanded(value, scope) for key, value in node.items()}
    if isinstance(node, list):
        return [item for element in node for item in _items(element, scope)]
    if isinstance(node, str):
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: _value(found[1], scope), node)
    return node


def _items(element: Any, scope: Mapping[str, Any]) -> list[Any]:
    """An element of a list; of `${{ each name in list }}` all that it stands for."""
    if isinstance(element, dict) and len(element) == 1:
        key, body = next(iter(element.items()))
        loop = re.fullmatch(r"\$\{\{ each (\w+) in (\S+) \}\}", key)
        if loop:
            return [item for value in scope[loop[2]] for item in _expanded(body, {**scope, loop[1]: value})]
    return [_expanded(element, scope)]


def _value(expression: str, scope: Mapping[str, Any]) -> str:
    call = re.fullmatch(r"replace\((.+), '(.*?)', '(.*?)'\)", expression)
    if call:
        return _value(call[1], scope).replace(call[2], call[3])
    return str(scope[expression])
