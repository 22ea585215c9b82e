"""Twice as much takes twice the work, not four times: counted in calls of functions, the same on every machine.

Each shape is one that somebody could make grow: a hub with many spokes, chains, cycles, texts, names that are the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import yaml

from checkov_aks.kubernetes.base.secret_provider_classes import objects_of
from checkov_aks.kubernetes.base.values import UNRESOLVED, read
from tests import mutilation
from tests.configurations import Configuration, deployed, judge, paths
from tests.test_checks import KUBERNETES_ITEMS
from tests.test_manifests import check_of

NOTHING: Configuration = {"resource": {}, "output": {}}
CLUSTER, POOL, SUBNET = "azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool", "azurerm_subnet"
NSG, RULE = "azurerm_network_security_group", "azurerm_network_security_rule"
SETTING = "azurerm_monitor_diagnostic_setting"
CLUSTER_ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c"
ASSOCIATION = "azurerm_subnet_network_security_group_association"
IDENTITY, ROLE, CREDENTIAL = (
    "azurerm_user_assigned_identity", "azurerm_role_assignment", "azurerm_federated_identity_credential"
)  # fmt: skip


def calls(work: Callable[[], Any]) -> int:
    """How many functions are called, Python's and C's."""
    count = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def many(count: int, body: Callable[[int], Any]) -> dict[str, Any]:
    return {f"r{number}": body(number) for number in range(count)}


def pool_in(number: int | str) -> dict[str, Any]:
    return {"name": "x", "vnet_subnet_id": f"${{azurerm_subnet.r{number}.id}}"}


RULES = {
    "direction": "Inbound", "access": "Allow", "protocol": "Tcp", "source_address_prefix": "*",
    "destination_port_range": "22", "network_security_group_name": "${azurerm_network_security_group.r0.name}",
}  # fmt: skip
SUBNET_ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/same"

SHAPES: dict[str, Callable[[int], Configuration]] = {
    "everything beside everything": lambda n: {
        "resource": {type_: many(n // 8, lambda number: {"name": f"x{number}"}) for type_ in paths()}
    },
    "each its own subnet": lambda n: {
        "resource": {
            SUBNET: many(n, lambda i: {"name": f"s{i}", "address_prefixes": ["10.0.0.0/24"]}),
            CLUSTER: many(n, lambda i: {"name": f"c{i}", "default_node_pool": pool_in(i)}),
        }
    },
    "all in one subnet": lambda n: {
        "resource": {
            SUBNET: many(1, lambda i: {"name": "s"}),
            CLUSTER: many(n, lambda _: {"default_node_pool": pool_in(0)}),
        }
    },
    "all subnets of one name": lambda n: {
        "resource": {
            SUBNET: many(n, lambda i: {"name": "same", "virtual_network_name": "v"}),
            CLUSTER: many(n, lambda i: {"default_node_pool": {"name": "x", "vnet_subnet_id": SUBNET_ID}}),
        }
    },
    "many pools of one cluster": lambda n: {
        "resource": {
            CLUSTER: many(1, lambda i: {"name": "c"}),
            POOL: many(n, lambda i: {"name": f"p{i}", "kubernetes_cluster_id": f"${{{CLUSTER}.r0.id}}"}),
        }
    },
    "one security group with many rules on many subnets": lambda n: {
        "resource": {
            NSG: many(1, lambda i: {"name": "g"}),
            RULE: many(n, lambda i: {**RULES, "priority": i}),
            SUBNET: many(n, lambda i: {"name": f"s{i}"}),
            ASSOCIATION: many(
                n, lambda i: {"subnet_id": f"${{{SUBNET}.r{i}.id}}", "network_security_group_id": f"${{{NSG}.r0.id}}"}
            ),
            CLUSTER: many(n, lambda i: {"default_node_pool": pool_in(i)}),
        }
    },
    "many diagnostic settings of one cluster": lambda n: {
        "resource": {
            CLUSTER: many(1, lambda i: {"name": "c"}),
            SETTING: many(
                n, lambda i: {"target_resource_id": f"${{{CLUSTER}.r0.id}}", "enabled_log": {"category": f"c{i}"}}
            ),
        }
    },
    "many diagnostic settings of something else": lambda n: {
        "resource": {
            CLUSTER: many(1, lambda i: {"name": "c"}),
            SETTING: many(n, lambda i: {"target_resource_id": CLUSTER_ID, "enabled_log": {"category": f"c{i}"}}),
        }
    },
    "many roles of one identity": lambda n: {
        "resource": {
            IDENTITY: many(1, lambda i: {"name": "i"}),
            CLUSTER: many(n, lambda i: {"name": f"c{i}", "identity": {"identity_ids": [f"${{{IDENTITY}.r0.id}}"]}}),
            ROLE: many(
                n,
                lambda i: {
                    "principal_id": f"${{{IDENTITY}.r0.principal_id}}",
                    "scope": f"${{{CLUSTER}.r{i}.id}}",
                    "role_definition_name": "Contributor",
                },
            ),
        }
    },
    "one for_each over many": lambda n: {
        "resource": {
            CLUSTER: {"r": {"for_each": many(n, lambda i: {"tier": "Free"}), "sku_tier": "${each.value.tier}"}}
        }
    },
    "many credentials of one identity": lambda n: {
        "resource": {
            IDENTITY: many(1, lambda i: {"name": "i"}),
            CLUSTER: many(n, lambda i: {"name": f"c{i}"}),
            CREDENTIAL: many(
                n,
                lambda i: {
                    "user_assigned_identity_id": f"${{{IDENTITY}.r0.id}}",
                    "issuer": f"${{{CLUSTER}.r{i}.oidc_issuer_url}}",
                    "subject": "system:serviceaccount:a:b",
                },
            ),
        }
    },
    "everything handed to many modules": lambda n: {
        "locals": {"all": [f"${{{CLUSTER}.r{i}.id}}" for i in range(n)]},
        "module": many(n, lambda i: {"source": "a/b/c", "all": "${local.all}"}),
        "resource": {CLUSTER: many(n, lambda i: {"name": f"c{i}"})},
    },
    "a chain of locals": lambda n: {
        "locals": {f"r{i}": f"${{local.r{i + 1}}}" for i in range(10 * n)},
        "resource": {CLUSTER: many(n, lambda i: {"sku_tier": "${local.r0}", "dns_prefix": "${local.r0}"})},
    },
    "locals that name two others each": lambda n: {
        "locals": {f"r{i}": f"${{concat(local.r{i + 1}, local.r{i + 1}.x)}}-${{local.r{i + 2}}}" for i in range(n)},
        "resource": {CLUSTER: many(n, lambda i: {"default_node_pool": {"vnet_subnet_id": "${local.r0}"}})},
    },
    "a circle of locals": lambda n: {
        "locals": {f"r{i}": f"${{true ? local.r{(i + 1) % n} : local.r{(i + 7) % n}}}" for i in range(n)},
        "resource": {CLUSTER: many(n, lambda i: {"default_node_pool": {"vnet_subnet_id": "${local.r0}"}})},
    },
    "a circle of resources": lambda n: {
        "resource": {
            CLUSTER: many(n, lambda i: {"for_each": f"${{{CLUSTER}.r{(i + 1) % n}}}", "sku_tier": "Free"}),
            SUBNET: many(n, lambda i: {"name": f"${{{SUBNET}.r{(i + 1) % n}.name}}"}),
        }
    },
    "one expression with many iterators": lambda n: {
        "resource": {CLUSTER: {"r": {"for_each": many(n, lambda i: "${var.x}"), "sku_tier": "${each.value}" * n}}}
    },
    "one block many times": lambda n: {"resource": {NSG: {"r": {"security_rule": [RULES] * n}}}},
}  # fmt: skip


def judged(shape: str, size: int) -> int:
    return judge(deployed(SHAPES[shape](size), NOTHING))


@pytest.mark.once
@pytest.mark.parametrize("shape", SHAPES)
def test_configurations(shape: str) -> None:
    judged(shape, 8)  # what is computed once is computed
    small, large = (calls(partial(judged, shape, size)) for size in (24, 48))
    assert large < 2.3 * small


# -- manifests


def workload(number: int, **labels: str) -> dict[str, Any]:
    spec = {"containers": [{"name": "a", "image": "docker.io/a"}], "serviceAccountName": "same"}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": f"w{number}", "namespace": "n"},
        "spec": {
            "replicas": 3,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": spec},
        },
    }


def selecting(kind: str, version: str, number: int, **labels: str) -> dict[str, Any]:
    selector: Any = labels if kind == "Service" else {"matchLabels": labels}
    field = "podSelector" if kind == "NetworkPolicy" else "selector"
    spec = {field: selector, "minAvailable": 1, "ports": [{"port": 80}], "policyTypes": ["Ingress"]}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": f"s{number}", "namespace": "n"}, "spec": spec}


OBJECTS: dict[str, Callable[[int], list[dict[str, Any]]]] = {
    "each selects its own": lambda n: [
        thing
        for i in range(n)
        for thing in (workload(i, app=f"a{i}"), selecting("PodDisruptionBudget", "policy/v1", i, app=f"a{i}"))
    ],
    "all of one name": lambda n: [
        {**workload(i, app="a"), "metadata": {"name": "w", "namespace": "n"}} for i in range(n)
    ],
    "all under one account": lambda n: [
        *(workload(i, app=f"a{i}") for i in range(n)),
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "same", "namespace": "n"}},
    ],
    "many policies over many workloads": lambda n: [
        thing
        for i in range(n)
        for thing in (workload(i, app=f"a{i}"), selecting("NetworkPolicy", "networking.k8s.io/v1", i, app=f"a{i}"))
    ],
    "many namespaces": lambda n: [
        {**workload(i, app="a"), "metadata": {"name": "w", "namespace": f"n{i}"}} for i in range(n)
    ],
    "services of the same pods": lambda n: [
        workload(0, app="a"), *(selecting("Service", "v1", i, app=f"a{i}") for i in range(n))
    ],
}  # fmt: skip


def judge_manifests(things: list[dict[str, Any]]) -> None:
    scan = mutilation.scan(things)
    for item in KUBERNETES_ITEMS:
        for manifest in scan.manifests:
            check_of(item).judge(manifest, scan)


@pytest.mark.once
@pytest.mark.parametrize("shape", OBJECTS)
def test_manifests(shape: str) -> None:
    judge_manifests(OBJECTS[shape](4))
    small, large = (calls(partial(judge_manifests, OBJECTS[shape](size))) for size in (24, 48))
    assert large < 2.3 * small


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("text", [BOMB + "array: *i", "{{" * 100_000, "<" * 100_000])
def test_yaml_inside_yaml_stays_small(text: str) -> None:
    assert calls(lambda: objects_of(read({"objects": text}))) < 3 * len(text) + 30_000


@pytest.mark.parametrize("text", ["{" * 30, "array: [" + "{" * 100_000, "array: [" + "[{a: " * 100_000])
def test_yaml_inside_yaml_that_is_nested_deeply_is_not_read(text: str) -> None:
    # PyYAML takes seconds for a thousand brackets. In the array, each item would.
    assert objects_of(read({"objects": text})) == (UNRESOLVED,)
    (item,) = objects_of(read({"objects": yaml.safe_dump({"array": [text]})})) or ()
    assert item.unknown
