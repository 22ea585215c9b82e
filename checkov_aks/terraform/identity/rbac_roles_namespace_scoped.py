from checkov_aks.terraform.base import FAILED, UNKNOWN, Block, CheckInfo, ResourceCheck, Severity, Verdict, any_of
from checkov_aks.terraform.base.azurerm import CLUSTER, MANAGEMENT_GROUP, RESOURCE_GROUP, ROLE_ASSIGNMENT, SUBSCRIPTION
from checkov_aks.terraform.base.roles import AKS_RBAC_ADMIN, AKS_RBAC_WRITER, role_of

WIDER = (RESOURCE_GROUP, SUBSCRIPTION, MANAGEMENT_GROUP)


class RbacRolesNamespaceScoped(ResourceCheck):
    """`Azure Kubernetes Service RBAC Admin` and `RBAC Writer` are meant for a namespace. On the cluster, or wider, they
    let one team read and change the workloads and secrets of every other, and run pods under any service account.

    A scope that ends in `/namespaces/<name>` keeps each team in its own. `RBAC Cluster Admin` is meant for the whole
    cluster and `RBAC Reader` changes nothing: neither is looked at.

    ## Fails

    ```hcl
    resource "azurerm_role_assignment" "example" {
      scope                = azurerm_kubernetes_cluster.example.id
      role_definition_name = "Azure Kubernetes Service RBAC Writer"
      principal_id         = var.developers
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_role_assignment" "example" {
      scope                = "${azurerm_kubernetes_cluster.example.id}/namespaces/orders"
      role_definition_name = "Azure Kubernetes Service RBAC Writer"
      principal_id         = var.developers
    }
    ```
    """

    info = CheckInfo(
        id="AKS_109",
        title="RBAC Admin and RBAC Writer are assigned for a namespace",
        severity=Severity.LOW,
        guide="Azure RBAC for Kubernetes",
        learn="entra-id-authorization",
        fix="Append `/namespaces/<name>` to the cluster's id in `scope`.",
    )
    resources = (ROLE_ASSIGNMENT,)

    def evaluate(self, assignment: Block) -> Verdict:
        role, scope = role_of(assignment), assignment.target("scope")
        if role not in (AKS_RBAC_ADMIN, AKS_RBAC_WRITER):
            return UNKNOWN
        is_wide = scope.is_below(CLUSTER, "") | any_of(scope.is_a(type_) for type_ in WIDER)
        if is_wide.passed:
            return FAILED.because(f"`{role}` holds for every namespace")
        is_namespace = scope.is_below(CLUSTER, "/namespaces/.+")
        return is_namespace.only_if(is_namespace)


check = RbacRolesNamespaceScoped()
