from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict


class AcrAdminDisabled(ResourceCheck):
    """The admin account of a container registry is one user with a password that everybody shares. It may pull, push
    and delete every image, and the logs do not tell who used it. Whoever finds the password in a pipeline or a pull
    secret can replace the images that the clusters run. Clusters pull with their kubelet identity and need no password.

    ## Fails

    ```hcl
    resource "azurerm_container_registry" "example" {
      admin_enabled = true
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_container_registry" "example" {
      admin_enabled = false
    }
    ```
    """

    info = CheckInfo(
        id="AKS_306",
        title="Container registry has no admin account",
        severity=Severity.HIGH,
        guide="Image Security",
        learn="cluster-container-registry-integration",
        fix="Set `admin_enabled = false` and give clusters the role AcrPull.",
        overlaps=("CKV_AZURE_137",),
        why='The text `"true"` fails, and a conditional on a variable without value is not guessed.',
    )
    resources = ("azurerm_container_registry",)

    def evaluate(self, registry: Block) -> Verdict:
        return ~registry["admin_enabled"].is_true()


check = AcrAdminDisabled()
