"""A stand-in for the azurerm provider, which Terraform starts as a plugin: azurerm's schema, and no cloud behind it.

It plans whatever is configured and pretends to apply it. What the provider would fill in is filled in, and what only
Azure knows is unknown, or made up once applied. Data sources answer with what they were asked for and an id of the
usual form.

Environment: AZURERM_SCHEMA, the path of a schema_v*.json beside this file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgpack
import tf.provider
from tf import runner
from tf.gen import tfplugin_pb2 as pb

HERE = Path(__file__).parent
UNKNOWN = msgpack.ExtType(0, b"\x00")
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
NESTING = {
    "list": pb.Schema.NestedBlock.LIST,
    "set": pb.Schema.NestedBlock.SET,
    "single": pb.Schema.NestedBlock.SINGLE,
}
PROVIDER_TEXTS = ("subscription_id", "tenant_id", "client_id", "environment", "resource_provider_registrations")
PROVIDER_FLAGS = ("use_oidc", "use_cli", "storage_use_azuread", "skip_provider_registration")


@cache
def schema() -> Mapping[str, Mapping[str, Any]]:
    """Resources and data sources by type."""
    content: dict[str, Any] = json.loads(Path(os.environ["AZURERM_SCHEMA"]).read_text(encoding="utf-8"))
    return content


@cache
def behaviour() -> Mapping[str, Mapping[str, Any]]:
    """By type: `defaults` that the provider fills in, and `computed` paths that Azure decides where they are absent."""
    content: dict[str, Any] = json.loads((HERE / "behaviour.json").read_text(encoding="utf-8"))
    return content


def block_schema(type_: str, spec: Mapping[str, Any], prefix: str = "") -> pb.Schema.Block:
    """A block in the terms of Terraform's plugin protocol."""
    told = behaviour().get(type_, {})

    def attribute(name: str, given: Mapping[str, Any]) -> pb.Schema.Attribute:
        is_required = bool(given.get("required"))
        is_filled = prefix + name in told.get("computed", ()) or prefix + name in told.get("defaults", {})
        is_computed = not is_required and (bool(given.get("computed")) or is_filled)
        is_optional = not is_required and (bool(given.get("optional")) or not given.get("computed"))
        return pb.Schema.Attribute(
            name=name,
            type=json.dumps(given["type"]).encode(),
            required=is_required,
            optional=is_optional,
            computed=is_computed,
        )

    def nested(name: str, given: Mapping[str, Any]) -> pb.Schema.NestedBlock:
        return pb.Schema.NestedBlock(
            type_name=name,
            block=block_schema(type_, given["block"], f"{prefix}{name}."),
            nesting=NESTING[given["mode"]],
            min_items=0 if given["mode"] == "single" else given["min"],
        )

    return pb.Schema.Block(
        attributes=[attribute(name, given) for name, given in spec["attributes"].items()],
        block_types=[nested(name, given) for name, given in spec["blocks"].items()],
    )


def planned(type_: str, value: dict[str, Any], spec: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """What the plan says of a new resource."""
    told = behaviour().get(type_, {})
    defaults, computed = told.get("defaults", {}), told.get("computed", ())
    for name, given in spec["attributes"].items():
        path = prefix + name
        if value.get(name) is not None:
            continue
        if path in defaults:
            value[name] = defaults[path]
        elif given.get("computed") or path in computed:
            value[name] = UNKNOWN
    for name, given in spec["blocks"].items():
        inner = value.get(name)
        for item in inner if isinstance(inner, list) else [inner] if isinstance(inner, dict) else ():
            planned(type_, item, given["block"], f"{prefix}{name}.")
        if inner == [] and prefix + name in computed:
            value[name] = UNKNOWN
    return value


def looked_up(type_: str, asked: dict[str, Any], attributes: Iterable[str]) -> dict[str, Any]:
    """What a data source answers: what it was asked for, and an id."""
    name = asked.get("name") or "current"
    guid = behaviour().get(type_, {}).get("guids", {}).get(name, name)
    answers = {
        "id": id_of(type_, {**asked, "name": guid}),
        "subscription_id": SUBSCRIPTION,
        "resource_group_name": "rg",
        "role_definition_id": guid,
    }
    for attribute in attributes:
        if asked.get(attribute) is None and answers.get(attribute) is not None:
            asked[attribute] = answers[attribute]
    return asked


def id_of(type_: str, value: Mapping[str, Any]) -> str:
    """An id of the usual form for a resource or data source."""
    pattern = behaviour().get(f"data.{type_.removeprefix('data.')}", {}).get("id", f"/providers/{type_}/{{name}}")
    name, group = value.get("name") or "current", value.get("resource_group_name") or "rg"
    network = value.get("virtual_network_name")
    around = f"virtualNetworks/{network}/" if network else ""
    return f"/subscriptions/{SUBSCRIPTION}{pattern.format(group=group, name=name, around=around)}"


def made_up(type_: str, path: str, kind: Any) -> Any:
    """A value that Azure would decide."""
    told = behaviour().get(type_, {})
    plain = {"string": f"made-up-{path}", "bool": False, "number": 1}
    value = plain[kind] if isinstance(kind, str) else {} if kind[0] in ("map", "object") else []
    return {**told.get("defaults", {}), **told.get("applied", {})}.get(path, value)


def applied(type_: str, value: dict[str, Any], spec: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """What a resource looks like once it exists: something for everything that only Azure knows."""
    for name, given in sorted(spec["attributes"].items(), key=lambda entry: entry[0] == "id"):
        if value.get(name) == UNKNOWN:
            value[name] = id_of(type_, value) if prefix + name == "id" else made_up(type_, prefix + name, given["type"])
    for name, given in spec["blocks"].items():
        if value.get(name) == UNKNOWN:
            value[name] = [dict.fromkeys(given["block"]["attributes"], UNKNOWN)]
            value[name][0] |= {inner: [] for inner in given["block"]["blocks"]}
        inner = value.get(name)
        for item in inner if isinstance(inner, list) else [inner] if isinstance(inner, dict) else ():
            applied(type_, item, given["block"], f"{prefix}{name}.")
    return value


def unpack(value: pb.DynamicValue) -> Any:
    """A value that Terraform sends."""
    if not value.msgpack:
        return None
    return msgpack.unpackb(value.msgpack, ext_hook=msgpack.ExtType, strict_map_key=False)


def pack(value: Any) -> pb.DynamicValue:
    """A value for Terraform."""
    return pb.DynamicValue(msgpack=msgpack.packb(value))


class Provider:
    """What the plugin framework asks of a provider besides its servicer."""

    def full_name(self) -> str:
        """Its address."""
        return "registry.terraform.io/hashicorp/azurerm"

    def get_model_prefix(self) -> str:
        """What its types begin with."""
        return "azurerm_"

    def get_resources(self) -> list[Any]:
        """None of the framework's own."""
        return []

    get_data_sources = get_functions = get_resources


class Servicer(tf.provider.ProviderServicer):  # type: ignore[misc]
    """Answers Terraform's calls. Their names are the protocol's."""

    def GetProviderSchema(self, request: Any, context: Any) -> Any:
        features = pb.Schema.NestedBlock(type_name="features", block=pb.Schema.Block(), nesting=NESTING["list"])
        options = [pb.Schema.Attribute(name=name, type=b'"string"', optional=True) for name in PROVIDER_TEXTS]
        options += [pb.Schema.Attribute(name=name, type=b'"bool"', optional=True) for name in PROVIDER_FLAGS]
        return pb.GetProviderSchema.Response(
            provider=pb.Schema(block=pb.Schema.Block(block_types=[features], attributes=options)),
            provider_meta=pb.Schema(block=pb.Schema.Block()),
            resource_schemas={
                type_: pb.Schema(block=block_schema(type_, s)) for type_, s in schema()["resource"].items()
            },
            data_source_schemas={
                type_: pb.Schema(block=block_schema(f"data.{type_}", s)) for type_, s in schema()["data"].items()
            },
            server_capabilities=pb.ServerCapabilities(plan_destroy=False),
        )

    def ValidateProviderConfig(self, request: Any, context: Any) -> Any:
        return pb.ValidateProviderConfig.Response()

    def ConfigureProvider(self, request: Any, context: Any) -> Any:
        return pb.ConfigureProvider.Response()

    def ValidateResourceConfig(self, request: Any, context: Any) -> Any:
        return pb.ValidateResourceConfig.Response()

    def ValidateDataResourceConfig(self, request: Any, context: Any) -> Any:
        return pb.ValidateDataResourceConfig.Response()

    def UpgradeResourceState(self, request: Any, context: Any) -> Any:
        return pb.UpgradeResourceState.Response(upgraded_state=pack(json.loads(request.raw_state.json)))

    def ImportResourceState(self, request: Any, context: Any) -> Any:
        spec = schema()["resource"][request.type_name]
        state = {**dict.fromkeys(spec["attributes"]), **{name: [] for name in spec["blocks"]}, "id": request.id}
        state |= {name: None for name, given in spec["blocks"].items() if given["mode"] == "single"}
        imported = pb.ImportResourceState.ImportedResource(type_name=request.type_name, state=pack(state))
        return pb.ImportResourceState.Response(imported_resources=[imported])

    def ReadResource(self, request: Any, context: Any) -> Any:
        return pb.ReadResource.Response(new_state=request.current_state)

    def PlanResourceChange(self, request: Any, context: Any) -> Any:
        proposed = unpack(request.proposed_new_state)
        if proposed is None:
            return pb.PlanResourceChange.Response(planned_state=request.proposed_new_state)
        prior = unpack(request.prior_state)
        if prior is not None:
            # Azure changes nothing by itself: what was computed stays.
            kept = {
                name for name in behaviour().get(request.type_name, {}).get("computed", ()) if proposed.get(name) == []
            }
            planned_state = pack(proposed | {name: prior[name] for name in kept})
            return pb.PlanResourceChange.Response(planned_state=planned_state, legacy_type_system=True)
        state = planned(request.type_name, proposed, schema()["resource"][request.type_name])
        return pb.PlanResourceChange.Response(planned_state=pack(state), legacy_type_system=True)

    def ApplyResourceChange(self, request: Any, context: Any) -> Any:
        value = unpack(request.planned_state)
        if value is None:
            return pb.ApplyResourceChange.Response(new_state=request.planned_state)
        state = applied(request.type_name, value, schema()["resource"][request.type_name])
        return pb.ApplyResourceChange.Response(new_state=pack(state), legacy_type_system=True)

    def ReadDataSource(self, request: Any, context: Any) -> Any:
        attributes = schema()["data"][request.type_name]["attributes"]
        answer = looked_up(f"data.{request.type_name}", unpack(request.config), attributes)
        return pb.ReadDataSource.Response(state=pack(answer))


if __name__ == "__main__":
    tf.provider.ProviderServicer = Servicer
    runner.run_provider(Provider(), sys.argv)
