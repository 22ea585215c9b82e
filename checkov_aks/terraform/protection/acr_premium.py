from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict


class AcrPremium(ResourceCheck):
    """Only the Premium tier of a container registry has private endpoints, network rules, replication to other regions
    and keys of one's own. A Basic or Standard registry is always reachable from the whole internet, and when its region
    is away, new nodes and pods cannot pull their images.

    ## Fails

    ```hcl
    resource "azurerm_container_registry" "example" {
      sku = "Standard"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_container_registry" "example" {
      sku = "Premium"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_307",
        title="Container registry is Premium",
        severity=Severity.LOW,
        guide="Image Security",
        learn="cluster-container-registry-integration",
        fix='Set `sku = "Premium"`.',
        overlaps=("CKV_AZURE_163",),
        why="Standard has no more of these than Basic and fails too; scanning is for AKS_302 and AKS_312 to judge.",
    )
    resources = ("azurerm_container_registry",)

    def evaluate(self, registry: Block) -> Verdict:
        return registry["sku"].sorts(passed=("Premium",), failed=("Basic", "Standard", "Classic"))


check = AcrPremium()
