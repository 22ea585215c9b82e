from checkov_aks.terraform.base import FAILED, PASSED, UNKNOWN, Block, CheckInfo, ResourceCheck, Severity, Verdict
from checkov_aks.terraform.base.azurerm import CLUSTER, ROLE_ASSIGNMENT
from checkov_aks.terraform.base.roles import AKS, AKS_CLUSTER_ADMIN, AKS_CONTRIBUTOR, CONTRIBUTOR, OWNER, role_of

MAY_LIST_CREDENTIALS = (OWNER, CONTRIBUTOR, AKS_CONTRIBUTOR)


class NoLocalAdminKubeconfigRole(ResourceCheck):
    """The local admin kubeconfig is a client certificate with full power over the cluster. It knows no user, no
    conditional access and no expiry that anybody notices, and it cannot be revoked without rotating the certificates of
    the whole cluster. `Azure Kubernetes Service Cluster Admin Role` exists to hand it out; Owner, Contributor and
    `Azure Kubernetes Service Contributor Role` on a cluster may list the same credential.

    People need `Azure Kubernetes Service Cluster User Role` to fetch a kubeconfig that signs in with Entra ID, and a
    role inside the cluster. Roles that have nothing to do with AKS are not looked at.

    ## Fails

    ```hcl
    resource "azurerm_role_assignment" "example" {
      scope                = azurerm_kubernetes_cluster.example.id
      role_definition_name = "Azure Kubernetes Service Cluster Admin Role"
      principal_id         = var.developers
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_role_assignment" "example" {
      scope                = azurerm_kubernetes_cluster.example.id
      role_definition_name = "Azure Kubernetes Service Cluster User Role"
      principal_id         = var.developers
    }
    ```
    """

    info = CheckInfo(
        id="AKS_108",
        title="Role assignment does not hand out the local admin kubeconfig",
        severity=Severity.HIGH,
        guide="Azure RBAC for Kubernetes",
        learn="control-kubeconfig-access",
        fix="Assign `Azure Kubernetes Service Cluster User Role` and a role of Azure RBAC for Kubernetes instead.",
    )
    resources = (ROLE_ASSIGNMENT,)

    def evaluate(self, assignment: Block) -> Verdict:
        role = role_of(assignment) or ""
        if role == AKS_CLUSTER_ADMIN:
            return FAILED.because(f"`{role}` hands out the local admin kubeconfig")
        if role in MAY_LIST_CREDENTIALS:
            on_cluster = assignment.target("scope").is_below(CLUSTER, "")
            return FAILED.because(f"`{role}` on a cluster may list its local admin credential").only_if(on_cluster)
        return PASSED if role.startswith(AKS) else UNKNOWN


check = NoLocalAdminKubeconfigRole()
