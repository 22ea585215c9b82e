from checkov_aks.terraform.base import UNKNOWN, Block, CheckInfo, ResourceCheck, Severity, Verdict, verdict_of
from checkov_aks.terraform.base.azurerm import ROLE_ASSIGNMENT
from checkov_aks.terraform.base.principals import is_workload
from checkov_aks.terraform.base.roles import (
    CONTRIBUTOR,
    OWNER,
    RBAC_ADMINISTRATOR,
    USER_ACCESS_ADMINISTRATOR,
    role_of,
)

BROAD = (OWNER, CONTRIBUTOR, RBAC_ADMINISTRATOR, USER_ACCESS_ADMINISTRATOR)


class WorkloadIdentityLeastPrivilege(ResourceCheck):
    """What a pod's identity may do, an attacker in that pod may do. Contributor reaches every resource of its scope,
    credentials included; Owner, User Access Administrator and Role Based Access Control Administrator hand out further
    roles, to themselves first. An application reads a container, sends to a queue, gets a secret: there is a role for
    each.

    Looked at are user-assigned identities that a federated credential of the same deployment hands to a service
    account.

    ## Fails

    ```hcl
    resource "azurerm_role_assignment" "example" {
      scope                = azurerm_resource_group.example.id
      role_definition_name = "Contributor"
      principal_id         = azurerm_user_assigned_identity.api.principal_id
    }

    resource "azurerm_user_assigned_identity" "api" {
      name = "api"
    }

    resource "azurerm_federated_identity_credential" "api" {
      user_assigned_identity_id = azurerm_user_assigned_identity.api.id
      subject                   = "system:serviceaccount:orders:api"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_role_assignment" "example" {
      scope                = azurerm_storage_account.example.id
      role_definition_name = "Storage Blob Data Reader"
      principal_id         = azurerm_user_assigned_identity.api.principal_id
    }

    resource "azurerm_user_assigned_identity" "api" {
      name = "api"
    }

    resource "azurerm_federated_identity_credential" "api" {
      user_assigned_identity_id = azurerm_user_assigned_identity.api.id
      subject                   = "system:serviceaccount:orders:api"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_112",
        title="Identity of a pod has a narrow role",
        severity=Severity.HIGH,
        guide="Workload Identity",
        learn="workload-identity-overview",
        fix="Set `role_definition_name` to a role for the one service that the pod uses, on that resource.",
    )
    resources = (ROLE_ASSIGNMENT,)

    def evaluate(self, assignment: Block) -> Verdict:
        role = role_of(assignment)
        if role is None:
            return UNKNOWN
        # A condition may leave little of a broad role.
        is_limited = assignment["condition"].is_set()
        narrow = verdict_of(role not in BROAD).because(f"a pod's identity has the role `{role}`") | (
            UNKNOWN & is_limited
        )
        return narrow.only_if(is_workload(assignment.target("principal_id")))


check = WorkloadIdentityLeastPrivilege()
