"""Azure's built-in roles, and which one a role assignment gives.

Source of the ids: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from checkov_aks.terraform.base.azurerm import AKS_ROLE_IDS
from checkov_aks.terraform.base.block import Block

OWNER: Final = "Owner"
CONTRIBUTOR: Final = "Contributor"
USER_ACCESS_ADMINISTRATOR: Final = "User Access Administrator"
RBAC_ADMINISTRATOR: Final = "Role Based Access Control Administrator"
AKS: Final = "Azure Kubernetes Service "
AKS_CLUSTER_ADMIN: Final = f"{AKS}Cluster Admin Role"
AKS_CONTRIBUTOR: Final = f"{AKS}Contributor Role"
AKS_RBAC_ADMIN: Final = f"{AKS}RBAC Admin"
AKS_RBAC_WRITER: Final = f"{AKS}RBAC Writer"
ACR_DELETE: Final = "AcrDelete"
ACR_PULL: Final = "AcrPull"
ACR_PUSH: Final = "AcrPush"
ACR_REPOSITORY_READER: Final = "Container Registry Repository Reader"

ROLES: Final[Mapping[str, str]] = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": OWNER,
    "b24988ac-6180-42a0-ab88-20f7382dd24c": CONTRIBUTOR,
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": USER_ACCESS_ADMINISTRATOR,
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": RBAC_ADMINISTRATOR,
    **AKS_ROLE_IDS,
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11": ACR_DELETE,
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": ACR_PULL,
    "8311e382-0749-4cb8-b61a-304f252e45ec": ACR_PUSH,
    "b93aa761-3e63-49ed-ac28-beffa264f7ac": ACR_REPOSITORY_READER,
}
NAMES: Final = {name.lower(): name for name in ROLES.values()}
LOOKED_UP: Final = "data.azurerm_role_definition"
ID: Final = re.compile(r"roleDefinitions/([\da-f-]{36})$", re.IGNORECASE)


def role_of(assignment: Block) -> str | None:
    """The name of the role that an assignment gives, by name, id or data source; None where that is not known."""
    name = assignment["role_definition_name"].text()
    if name:
        return NAMES.get(name.lower(), name)
    definition, named = assignment.target("role_definition_id"), assignment.target("role_definition_name")
    match = ID.search(definition.text or "")
    if match:
        return ROLES.get(match[1].lower())
    ways = (
        definition.blocks(LOOKED_UP),
        definition.blocks(LOOKED_UP, "role_definition_id"),
        definition.in_hole(LOOKED_UP),
        named.blocks(LOOKED_UP, "name"),
    )
    return next((_looked_up(way.items[0]) for way in ways if way.certain and way.items), None)


def _looked_up(role: Block) -> str | None:
    """The role that a data source looks up, by its name or its id."""
    name, identifier = role["name"].text(), role["role_definition_id"].text()
    if name:
        return NAMES.get(name.lower(), name)
    return ROLES.get(identifier.rpartition("/")[2].lower()) if identifier else None
