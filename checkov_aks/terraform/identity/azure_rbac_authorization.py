from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class AzureRbacAuthorization(ClusterCheck):
    """With Azure RBAC, Azure role assignments decide what somebody may do in the cluster: one place to grant and revoke
    for all clusters, with Privileged Identity Management, access reviews and the Azure activity log. Without it,
    permissions are bindings inside each cluster that outlive the reason they were made for, where no review finds
    them.

    A cluster without Entra ID integration cannot use Azure RBAC and is not reported here.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      azure_active_directory_role_based_access_control {
        azure_rbac_enabled = false
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      azure_active_directory_role_based_access_control {
        azure_rbac_enabled = true
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_103",
        title="AKS cluster authorizes with Azure RBAC",
        severity=Severity.MEDIUM,
        guide="Azure RBAC for Kubernetes",
        learn="entra-id-authorization",
        fix="Set `azure_rbac_enabled = true` in the `azure_active_directory_role_based_access_control` block.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        name = "azure_active_directory_role_based_access_control"
        return cluster[f"{name}.azure_rbac_enabled"].is_true().only_if(cluster.has(name))


check = AzureRbacAuthorization()
