from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class AzurePolicyAddon(ClusterCheck):
    """The Azure Policy add-on runs Gatekeeper in the cluster. It carries the policies that are assigned to the cluster,
    its resource group or its subscription to the admission of pods, and reports what violates them. Without it such
    policies, the Pod Security Standards among them, have no effect on workloads.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      azure_policy_enabled = false
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      azure_policy_enabled = true
    }
    ```
    """

    info = CheckInfo(
        id="AKS_303",
        title="AKS cluster has the Azure Policy add-on",
        severity=Severity.MEDIUM,
        guide="Pod Security",
        learn="use-azure-policy",
        fix="Set `azure_policy_enabled = true`.",
        overlaps=("CKV_AZURE_116",),
        why='An unresolved variable does not pass, nor does the text `"false"`.',
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["azure_policy_enabled"].is_true()


check = AzurePolicyAddon()
