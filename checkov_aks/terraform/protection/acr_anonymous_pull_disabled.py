from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict


class AcrAnonymousPullDisabled(ResourceCheck):
    """With anonymous pull, everybody who reaches the registry can download every image in it without a login, not just
    chosen repositories. Images carry source code, internal addresses and often secrets that were left in a layer. Use
    it only for a registry that is meant to publish images to the world.

    ## Fails

    ```hcl
    resource "azurerm_container_registry" "example" {
      anonymous_pull_enabled = true
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_container_registry" "example" {
      anonymous_pull_enabled = false
    }
    ```
    """

    info = CheckInfo(
        id="AKS_309",
        title="Container registry asks for a login to pull",
        severity=Severity.HIGH,
        guide="-",
        learn="cluster-container-registry-integration",
        fix="Set `anonymous_pull_enabled = false`.",
        overlaps=("CKV_AZURE_138",),
        why="An unresolved variable does not fail, and `sku` need not be spelled out.",
    )
    resources = ("azurerm_container_registry",)

    def evaluate(self, registry: Block) -> Verdict:
        return ~registry["anonymous_pull_enabled"].is_true()


check = AcrAnonymousPullDisabled()
