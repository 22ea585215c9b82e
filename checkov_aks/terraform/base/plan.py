"""What a plan file says of the source text: the references of each expression, through modules and outputs.

Checkov hands over only the first reference of an expression, and none that goes through a variable. The text around a
reference, an index that is computed and what follows it are lost in the plan itself, and so is every local.
Source: https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from checkov_aks.terraform.base.definitions import is_deep
from checkov_aks.terraform.base.references import (
    NOTHING,
    OPEN,
    STEPS,
    Effort,
    Reference,
    Trace,
    attribute_of,
    key_of,
    to,
)

logger = logging.getLogger(__name__)

MODULE: Final = re.compile(r'module\.([\w-]+)(?:\["(?:[^"\\]|\\.)*"\]|\[\d+\])?')
COUNTERS: Final = ("each.key", "count.index")


@dataclass
class Plan:
    """A plan file: its configuration, and the values of its root variables."""

    content: Mapping[str, Any]

    @cached_property
    def root(self) -> PlanPlace:
        """The root module."""
        return PlanPlace(_mapping(_mapping(self.content.get("configuration")).get("root_module")))

    @cached_property
    def azurerm_constraints(self) -> tuple[str, ...]:
        """Version constraints on azurerm."""
        providers = _mapping(_mapping(self.content.get("configuration")).get("provider_config")).values()
        azurerm = (each for each in map(_mapping, providers) if each.get("name") == "azurerm")
        given = (each.get("version_constraint") for each in azurerm)
        return tuple(text for text in given if isinstance(text, str))

    @cached_property
    def planned(self) -> Mapping[str, Mapping[str, Any]]:
        """The values of every resource by its address."""
        root = _mapping(_mapping(self.content.get("planned_values")).get("root_module"))
        return {str(each.get("address")): _mapping(each.get("values")) for each in _resources_below(root)}

    @cached_property
    def unknown(self) -> Mapping[str, Mapping[str, Any]]:
        """What of the values of every resource is known after apply only, by its address."""
        changes = map(_mapping, _listed(self.content.get("resource_changes")))
        return {
            str(each.get("address")): _mapping(_mapping(each.get("change")).get("after_unknown")) for each in changes
        }

    @property
    def is_partial(self) -> bool:
        """Whether it leaves out some of the configuration: it was made with -target, or ended in an error."""
        return self.content.get("complete") is False or self.content.get("errored") is True

    def place(self, address: str) -> tuple[PlanPlace, Mapping[str, Any]]:
        """Where a resource stands, and its expressions."""
        place: PlanPlace | None = self.root
        modules = address
        for match in _modules(address):
            modules = modules[match.end() + 1 :]
            place = place.child(match[1], match[0]) if place else None
        if place is None:
            return PlanPlace({}, address=address), {}
        resource = place.resources.get(re.sub(r"\[.*", "", modules), {})
        around = replace(place, address=address, for_each=resource.get("for_each_expression"))
        return around, _mapping(resource.get("expressions"))


def _modules(address: str) -> Iterator[re.Match[str]]:
    """The modules at the beginning of an address."""
    start = 0
    while match := MODULE.match(address[start:]):
        yield match
        start += match.end() + 1


@dataclass(frozen=True)
class PlanPlace:
    """Where an expression stands: a module's configuration, its steps in addresses, and what is around it."""

    configuration: Mapping[str, Any]
    modules: tuple[str, ...] = ()
    parent: PlanPlace | None = None
    call: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""
    for_each: Any = None
    _children: dict[str, PlanPlace | None] = field(default_factory=dict, compare=False)
    _resources: dict[str, Mapping[str, Any]] = field(default_factory=dict, compare=False)

    @property
    def resources(self) -> Mapping[str, Mapping[str, Any]]:
        """The resources of the module by their address in it."""
        if not self._resources:
            resources = map(_mapping, _listed(self.configuration.get("resources")))
            self._resources.update({str(each.get("address")): each for each in resources})
        return self._resources

    def child(self, name: str, step: str) -> PlanPlace | None:
        """The place inside a module called here."""
        if step not in self._children:
            call = _mapping(_mapping(self.configuration.get("module_calls")).get(name))
            outside = replace(self, address=step, for_each=call.get("for_each_expression"))
            inside, expressions = _mapping(call.get("module")), _mapping(call.get("expressions"))
            steps = (*self.modules, step)
            self._children[step] = PlanPlace(inside, steps, outside, expressions) if call else None
        return self._children[step]

    def trace(self, expression: Any, path: tuple[str, ...] = (), effort: Effort | None = None) -> Trace:
        """What an expression of the configuration refers to. A constant refers to nothing."""
        effort = effort or Effort()
        if not isinstance(expression, Mapping) or effort.is_spent_on(expression):
            return OPEN
        if "references" not in expression:
            return NOTHING if "constant_value" in expression else OPEN
        given = expression["references"] if isinstance(expression["references"], list) else []
        texts = _longest([text for text in given if isinstance(text, str) and STEPS.match(text)])
        is_counted = any(text in COUNTERS for text in texts)
        others = [text for text in texts if text not in COUNTERS]
        key = key_of(self.address) if is_counted and len(others) == 1 else None
        found = NOTHING
        for text in others:
            found |= self._of_text(text, key, path, effort)
        return found

    def _of_text(self, text: str, key: str | None, path: tuple[str, ...], effort: Effort) -> Trace:
        steps = STEPS.findall(text)
        kind, name, rest = steps[0], steps[1] if len(steps) > 1 else "", (*steps[2:], *path)
        if steps[3 if kind == "data" else 2 :]:
            key = None  # the computed index stands behind what the text ends with
        if kind == "var":
            return self._of_variable(name, rest, effort)
        if kind == "module":
            return self._of_module(name, key, rest, effort)
        if kind == "each":
            return self.parentless().trace(self.for_each, (key_of(self.address) or "", *rest), effort.less())
        if kind in ("local", "path", "terraform", "self"):
            return OPEN
        if kind == "data" and rest:
            return to(self._reference(f"data.{name}", rest[0], key, rest[1:]))
        return to(self._reference(kind, name, key, rest))

    def parentless(self) -> PlanPlace:
        """The same place outside the repetition."""
        return replace(self, for_each=None)

    def _of_variable(self, name: str, path: tuple[str, ...], effort: Effort) -> Trace:
        if self.parent is None:
            return NOTHING  # the plan knows every root variable, and a known value is no reference
        return self.parent.trace(self.call[name], path, effort.less()) if name in self.call else NOTHING

    def _of_module(self, name: str, key: str | None, path: tuple[str, ...], effort: Effort) -> Trace:
        if path and path[0].startswith("["):
            key, path = path[0], path[1:]
        child = self.child(name, f"module.{name}{key or ''}")
        outputs = _mapping(child.configuration.get("outputs")) if child else {}
        if child is None or (path and path[0] not in outputs):
            return OPEN
        # Behind a computed index the output's name is lost: it is one of them.
        found = NOTHING
        for output in path[:1] or outputs:
            found |= child.trace(_mapping(outputs[output]).get("expression"), path[1:], effort.less())
        return found

    def _reference(self, kind: str, name: str, key: str | None, path: tuple[str, ...]) -> Reference:
        if path and path[0].startswith("["):
            key, path = path[0], path[1:]
        address = ".".join((*self.modules, f"{kind}.{name}{key or ''}"))
        # A key that is left belongs to a map that the plan does not show.
        attribute = attribute_of(step for step in path if not step.startswith("["))
        return Reference(kind, address, attribute or None, None)


def _mapping(value: Any) -> Mapping[str, Any]:
    """A mapping, or an empty one for whatever else a damaged file holds in its place."""
    return value if isinstance(value, Mapping) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _resources_below(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The resources of a module of `planned_values` and of those inside."""
    yield from map(_mapping, _listed(module.get("resources")))
    for child in map(_mapping, _listed(module.get("child_modules"))):
        yield from _resources_below(child)


def _longest(references: list[str]) -> list[str]:
    """The references without those that only lead to another one of them."""
    return [
        text
        for text in dict.fromkeys(references)
        if not any(other != text and other.startswith((f"{text}.", f"{text}[")) for other in references)
    ]


def read_plan(path: str) -> Plan:
    """The plan in a file; an empty one where it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            content = json.load(file)
    except (OSError, ValueError, RecursionError) as error:
        logger.debug("cannot read the plan %s: %s", path, error)
        content = {}
    return Plan(content if isinstance(content, dict) and not is_deep(content) else {})
