from checkov_aks.terraform.base import UNKNOWN, Block, CheckInfo, ClusterCheck, Severity, Verdict, verdict_of


class EntraAdminGroups(ClusterCheck):
    """With Entra ID integration, signing in proves who somebody is but grants nothing. Members of the admin groups are
    cluster administrators. Without such a group and without Azure RBAC nobody in Entra ID may do anything, so the
    local admin account stays in use to hand out the first permissions, and afterwards for every emergency: a shared
    certificate that names nobody.

    A cluster with Azure RBAC needs no admin group, because role assignments name the administrators; it is not
    reported. A cluster without Entra ID integration is not reported here either.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      azure_active_directory_role_based_access_control {
        azure_rbac_enabled     = false
        admin_group_object_ids = []
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      azure_active_directory_role_based_access_control {
        admin_group_object_ids = ["11111111-2222-3333-4444-555555555555"]
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_102",
        title="AKS cluster has Entra admin groups",
        severity=Severity.MEDIUM,
        guide="Azure AD Integration",
        learn="access-control-managed-azure-ad",
        fix="List a group's object ID in `admin_group_object_ids`, or set `azure_rbac_enabled = true`.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        name = "azure_active_directory_role_based_access_control"
        integrated = cluster.has(name)
        azure_rbac = cluster[f"{name}.azure_rbac_enabled"].is_true()
        groups = cluster[f"{name}.admin_group_object_ids"].items()
        has_groups = UNKNOWN if groups is None else verdict_of(len(groups) > 0)
        has_groups = has_groups.because("no group in `admin_group_object_ids`, and `azure_rbac_enabled` is not true")
        return has_groups.only_if(integrated & (has_groups | ~azure_rbac))


check = EntraAdminGroups()
