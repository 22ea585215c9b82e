"""How azurerm spells each setting from v2 to v5 and what its absence means. Data only.

Checks speak v4/v5 names. A path that is not listed has had its name since v2.0 and no default.
Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs and the upgrade guides to 3.0, 4.0, 5.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from checkov_aks.terraform.base.values import GIVEN, UNRESOLVED
from checkov_aks.terraform.base.versions import Release

NEVER: Final[Release] = (99, 0)

CLUSTER: Final = "azurerm_kubernetes_cluster"
AUTOMATIC_CLUSTER: Final = "azurerm_kubernetes_automatic_cluster"
NODE_POOL: Final = "azurerm_kubernetes_cluster_node_pool"
REGISTRY: Final = "azurerm_container_registry"
CREDENTIAL: Final = "azurerm_federated_identity_credential"
DIAGNOSTIC_SETTING: Final = "azurerm_monitor_diagnostic_setting"
DNS_ZONE: Final = "azurerm_private_dns_zone"
IDENTITY: Final = "azurerm_user_assigned_identity"
NSG: Final = "azurerm_network_security_group"
NSG_RULE: Final = "azurerm_network_security_rule"
NSG_ASSOCIATION: Final = "azurerm_subnet_network_security_group_association"
SUBNET: Final = "azurerm_subnet"
VNET: Final = "azurerm_virtual_network"
WORKSPACE: Final = "azurerm_log_analytics_workspace"
RESOURCE_GROUP: Final = "azurerm_resource_group"
SUBSCRIPTION: Final = "azurerm_subscription"
MANAGEMENT_GROUP: Final = "azurerm_management_group"
ROLE_ASSIGNMENT: Final = "azurerm_role_assignment"
VAULT: Final = "azurerm_key_vault"
VAULT_POLICY: Final = "azurerm_key_vault_access_policy"

# Azure's names of the resource types, in lower case.
ARM_TYPES: Final[Mapping[str, str]] = {
    "microsoft.containerregistry/registries": REGISTRY,
    "microsoft.containerservice/managedclusters": CLUSTER,
    "microsoft.managedidentity/userassignedidentities": IDENTITY,
    "microsoft.network/networksecuritygroups": NSG,
    "microsoft.network/privatednszones": DNS_ZONE,
    "microsoft.network/virtualnetworks": VNET,
    "microsoft.network/virtualnetworks/subnets": SUBNET,
    "microsoft.operationalinsights/workspaces": WORKSPACE,
}
# Attributes that take an id, or a name, of one type only.
ONLY_TYPE: Final[Mapping[str, str]] = {
    "kubernetes_cluster_id": CLUSTER,
    "log_analytics_workspace_id": WORKSPACE,
    "network_security_group_id": NSG,
    "network_security_group_name": NSG,
    "pod_subnet_id": SUBNET,
    "private_dns_zone_id": DNS_ZONE,
    "security_group": NSG,
    "subnet_id": SUBNET,
    "user_assigned_identity_id": IDENTITY,
    "virtual_network_name": VNET,
    "vnet_subnet_id": SUBNET,
}
# Types that matter only beside AKS, and what tells it apart where no resource does.
BESIDE: Final = frozenset(
    (CREDENTIAL, DIAGNOSTIC_SETTING, NSG, NSG_RULE, ROLE_ASSIGNMENT, SUBNET, VAULT, VAULT_POLICY, WORKSPACE)
)
SERVICE_ACCOUNT: Final = "system:serviceaccount:"
AKS_ROLE_IDS: Final[Mapping[str, str]] = {
    "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8": "Azure Kubernetes Service Cluster Admin Role",
    "1afdec4b-e479-420e-99e7-f82237c7c5e6": "Azure Kubernetes Service Cluster Monitoring User",
    "4abbcc35-e782-43d8-92c5-2d3f1bd2253f": "Azure Kubernetes Service Cluster User Role",
    "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8": "Azure Kubernetes Service Contributor Role",
    "3498e952-d568-435e-9b2c-8d77e338d7f7": "Azure Kubernetes Service RBAC Admin",
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": "Azure Kubernetes Service RBAC Cluster Admin",
    "7f6c6a51-bcf8-42ba-9220-52d62157d7db": "Azure Kubernetes Service RBAC Reader",
    "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb": "Azure Kubernetes Service RBAC Writer",
}
# Resources that can make any other one, of which the files do not tell.
CARRIERS: Final = ("azapi_", "azurerm_resource_group_template_deployment", "azurerm_template_deployment")


@dataclass(frozen=True)
class Spelling:
    """One name of a setting, from the release that introduced it to the first without it.

    switch   of a block: it is on only while this attribute of it is true
    """

    path: str
    since: Release = (2, 0)
    until: Release | None = None
    switch: str = ""

    def below(self, rest: str) -> Spelling:
        """The spelling of what lies inside this block."""
        return Spelling(f"{self.path}.{rest}", self.since, self.until)


@dataclass(frozen=True)
class Setting:
    """A setting: its spellings, the current one first, and its defaults by the release that brought them."""

    spellings: tuple[Spelling, ...]
    defaults: tuple[tuple[Release, Any], ...] = ()


@dataclass(frozen=True)
class Entry:
    """A row of the tables below.

    default    the provider's, in every release that knows the setting
    defaults   the same where it changed, or where absence has a meaning without the setting; None for no default

    Where no admitted release knows a setting, its absence is unknown, unless one of `defaults` says what it means.
    """

    since: Release = (2, 0)
    until: Release | None = None
    older: tuple[Spelling, ...] = ()
    default: Any = None
    defaults: tuple[tuple[Release, Any], ...] = ()


def _addon(name: str, since: Release = (2, 0)) -> Entry:
    return Entry(since=(2, 97), older=(Spelling(f"addon_profile.{name}", since, (3, 0), switch="enabled"),))


def _flag_of_addon(name: str) -> Entry:
    return Entry(since=(2, 97), older=(Spelling(f"addon_profile.{name}.enabled", until=(3, 0)),))


def _renamed(old: str, since: Release, default: Any = None, old_since: Release = (2, 0)) -> Entry:
    return Entry(since=since, older=(Spelling(old, since=old_since, until=since),), default=default)


def _in_default_pool(entry: Entry) -> Entry:
    older = (replace(spelling, path=f"default_node_pool.{spelling.path}") for spelling in entry.older)
    return replace(entry, older=tuple(older))


ENTRA: Final = "azure_active_directory_role_based_access_control"

POOL_ENTRIES: Final[Mapping[str, Entry]] = {
    "auto_scaling_enabled": _renamed("enable_auto_scaling", (4, 0), False),
    "host_encryption_enabled": _renamed("enable_host_encryption", (4, 0), False, (2, 46)),
    "node_public_ip_enabled": _renamed("enable_node_public_ip", (4, 0), False),
    "zones": _renamed("availability_zones", (3, 0)),
}

ENTRIES: Final[Mapping[str, Mapping[str, Entry]]] = {
    CLUSTER: {
        ENTRA: Entry(
            since=(2, 99), older=(Spelling("role_based_access_control.azure_active_directory", until=(3, 0)),)
        ),
        # From v4 the block is the managed integration; before, `managed` chose between it and one's own application.
        f"{ENTRA}.managed": Entry(
            since=(2, 99),
            until=(4, 0),
            older=(Spelling("role_based_access_control.azure_active_directory.managed", until=(3, 0)),),
            defaults=(((2, 0), False), ((4, 0), True)),
        ),
        f"{ENTRA}.server_app_id": Entry(since=(2, 99), until=(4, 0)),
        f"{ENTRA}.azure_rbac_enabled": Entry(
            since=(2, 99),
            older=(Spelling("role_based_access_control.azure_active_directory.azure_rbac_enabled", until=(3, 0)),),
            default=False,
        ),
        "role_based_access_control_enabled": Entry(
            since=(2, 99),
            older=(Spelling("role_based_access_control.enabled", until=(3, 0)),),
            defaults=(((2, 0), False), ((2, 99), True)),
        ),
        "local_account_disabled": Entry(since=(2, 71), default=False),
        "oidc_issuer_enabled": Entry(since=(3, 1), defaults=(((3, 0), False), ((5, 0), True))),
        "workload_identity_enabled": Entry(since=(3, 0), defaults=(((3, 0), False),)),
        "run_command_enabled": Entry(since=(3, 4), default=True),
        "private_cluster_enabled": Entry(
            since=(2, 7), older=(Spelling("private_link_enabled", until=(3, 0)),), default=False
        ),
        "private_cluster_public_fqdn_enabled": Entry(default=False),
        "api_server_access_profile.authorized_ip_ranges": Entry(
            since=(3, 39), older=(Spelling("api_server_authorized_ip_ranges", until=(4, 0)),)
        ),
        "network_profile.network_plugin": Entry(default="kubenet"),
        "network_profile.outbound_type": Entry(default="loadBalancer"),
        "network_profile.load_balancer_sku": Entry(default="standard"),
        "network_profile.network_data_plane": Entry(
            since=(3, 108),
            older=(Spelling("network_profile.ebpf_data_plane", since=(3, 35), until=(4, 0)),),
            defaults=(((1, 0), "azure"),),
        ),
        "network_profile.network_plugin_mode": Entry(since=(3, 0), defaults=(((1, 0), ""),)),
        "network_profile.pod_cidrs": Entry(since=(3, 0), defaults=(((1, 0), []),)),
        "network_profile.service_cidrs": Entry(since=(3, 0), defaults=(((1, 0), []),)),
        "sku_tier": Entry(default="Free"),
        "automatic_upgrade_channel": _renamed("automatic_channel_upgrade", (4, 0), old_since=(2, 48)),
        # Before v4 the provider had no default and Azure decides.
        "node_os_upgrade_channel": Entry(
            since=(4, 0),
            older=(Spelling("node_os_channel_upgrade", since=(3, 62), until=(4, 0)),),
            defaults=(((2, 0), UNRESOLVED), ((4, 0), "NodeImage")),
        ),
        "azure_policy_enabled": _flag_of_addon("azure_policy"),
        "http_application_routing_enabled": _flag_of_addon("http_application_routing"),
        "oms_agent": _addon("oms_agent"),
        # v2 requires the workspace of an add-on that is on, v3 that of the block: it is there.
        "oms_agent.log_analytics_workspace_id": Entry(
            since=(2, 97),
            older=(Spelling("addon_profile.oms_agent.log_analytics_workspace_id", until=(3, 0)),),
            defaults=(((2, 0), GIVEN), ((3, 0), None)),
        ),
        "key_vault_secrets_provider": _addon("azure_keyvault_secrets_provider", since=(2, 81)),
        "key_vault_secrets_provider.secret_rotation_enabled": Entry(
            since=(2, 97),
            older=(Spelling("addon_profile.azure_keyvault_secrets_provider.secret_rotation_enabled", (2, 81), (3, 0)),),
            default=False,
        ),
        "microsoft_defender": Entry(since=(3, 0)),
        "key_management_service": Entry(since=(3, 0)),
        "key_management_service.key_vault_network_access": Entry(since=(3, 0), default="Public"),
        "monitor_metrics": Entry(since=(3, 0)),
        "image_cleaner_enabled": Entry(since=(3, 0), defaults=(((3, 0), False),)),
        "maintenance_window_auto_upgrade": Entry(since=(3, 0)),
        "maintenance_window_node_os": Entry(since=(3, 0)),
        "node_provisioning_profile": Entry(since=(4, 57)),
        "node_provisioning_profile.mode": Entry(since=(4, 57), defaults=(((1, 0), "Manual"),)),
        "addon_profile": Entry(until=(3, 0)),
        "role_based_access_control": Entry(until=(3, 0)),
        "default_node_pool.node_taints": Entry(until=(4, 0), defaults=(((1, 0), []),)),
        # Pools of their own have it; the default pool never did.
        "default_node_pool.upgrade_settings.max_unavailable": Entry(since=NEVER, defaults=(((1, 0), ""),)),
        "default_node_pool.only_critical_addons_enabled": Entry(default=False),
        **{f"default_node_pool.{path}": _in_default_pool(entry) for path, entry in POOL_ENTRIES.items()},
    },
    NODE_POOL: {
        **POOL_ENTRIES,
        "upgrade_settings.max_unavailable": Entry(since=(4, 0), defaults=(((1, 0), ""),)),
        "mode": Entry(default="User"),
        "priority": Entry(default="Regular"),
        "os_type": Entry(default="Linux"),
    },
    REGISTRY: {
        "sku": Entry(default="Classic"),
        "admin_enabled": Entry(default=False),
        "public_network_access_enabled": Entry(default=True),
        "network_rule_set.default_action": Entry(default="Allow"),
        "anonymous_pull_enabled": Entry(default=False),
    },
    # Both names are accepted in the last releases of v4.
    CREDENTIAL: {
        "audience": Entry(since=(3, 0)),
        "issuer": Entry(since=(3, 0)),
        "subject": Entry(since=(3, 0)),
        "user_assigned_identity_id": Entry(since=(4, 56), older=(Spelling("parent_id", (3, 0), (5, 0)),)),
    },
    SUBNET: {"address_prefixes": Entry(since=(2, 9), older=(Spelling("address_prefix", until=(3, 0)),))},
    DIAGNOSTIC_SETTING: {
        "enabled_log": Entry(since=(3, 39)),
        "enabled_metric": Entry(since=(4, 31)),
        "log": Entry(until=(4, 0)),
        "metric": Entry(until=(5, 0)),
    },
    VAULT: {
        "rbac_authorization_enabled": Entry(
            since=(4, 42), older=(Spelling("enable_rbac_authorization", until=(5, 0)),), default=False
        ),
    },
    WORKSPACE: {"retention_in_days": Entry(default=30)},
    "azurerm_security_center_subscription_pricing": {
        "resource_type": Entry(default="VirtualMachines"),
        "extension": Entry(since=(3, 0)),
    },
    "azurerm_kubernetes_cluster_deployment_safeguard": {
        "level": Entry(since=(4, 67)),
        "pod_security_standards_level": Entry(since=(4, 67), default="Privileged"),
    },
    **{
        f"azurerm_{scope}_policy_assignment": {"enforce": Entry(default=True), "overrides": Entry(since=(3, 0))}
        for scope in ("resource", "resource_group", "subscription", "management_group")
    },
}


@lru_cache(maxsize=1024)
def setting(resource_type: str, path: str) -> Setting:
    """The setting that checks call `path`, in a resource of that type."""
    entries = ENTRIES.get(resource_type, {})
    entry = entries.get(path, Entry())
    current = Spelling(path, _since(entries, path), entry.until)
    spellings = (current, *(entry.older or _older_of_parent(entries, path)))
    first = min(spelling.since for spelling in spellings)
    return Setting(spellings, entry.defaults or (() if entry.default is None else ((first, entry.default),)))


def _since(entries: Mapping[str, Entry], path: str) -> Release:
    """A setting is not older than the blocks that it lies in."""
    parts = path.split(".")
    prefixes = [".".join(parts[: end + 1]) for end in range(len(parts))]
    return max(entries[prefix].since if prefix in entries else (2, 0) for prefix in prefixes)


def _older_of_parent(entries: Mapping[str, Entry], path: str) -> tuple[Spelling, ...]:
    """Inside a renamed block, names stay as they are unless they have an entry of their own."""
    parent, _, rest = path.rpartition(".")
    while parent:
        if parent in entries and entries[parent].older:
            return tuple(spelling.below(rest) for spelling in entries[parent].older)
        parent, _, last = parent.rpartition(".")
        rest = f"{last}.{rest}"
    return ()


@dataclass
class Telltale:
    """What a name tells of the version: the spellings that end with it, and the names in the block that it may be."""

    spellings: list[Spelling] = field(default_factory=list)
    inside: dict[str, Telltale] = field(default_factory=dict)


@lru_cache(maxsize=64)
def telltales(resource_type: str) -> Mapping[str, Telltale]:
    """By name, every spelling that not all releases know: its presence tells the version."""
    top = Telltale()
    for path in ENTRIES.get(resource_type, {}):
        for spelling in setting(resource_type, path).spellings:
            if spelling.since > (2, 0) or spelling.until:
                place = top
                for name in spelling.path.split("."):
                    place = place.inside.setdefault(name, Telltale())
                place.spellings.append(spelling)
    return top.inside
