from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict


class AcrNotPublic(ResourceCheck):
    """A container registry answers the whole internet unless told otherwise, so a leaked token or password works from
    anywhere. Clusters reach it by a private endpoint with public access off; where some addresses must get in from
    outside, the network rules deny all others.

    Only Premium registries have either. A registry of another tier is not reported here.

    ## Fails

    ```hcl
    resource "azurerm_container_registry" "example" {
      sku                           = "Premium"
      public_network_access_enabled = true
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_container_registry" "example" {
      sku                           = "Premium"
      public_network_access_enabled = false
    }
    ```
    """

    info = CheckInfo(
        id="AKS_308",
        title="Container registry is not open to the internet",
        severity=Severity.MEDIUM,
        guide="Image Security",
        learn="network-isolated",
        fix='Set `public_network_access_enabled = false`, or `default_action = "Deny"` in `network_rule_set`.',
        overlaps=("CKV_AZURE_139",),
        why="Network rules that deny by default pass, and tiers that cannot be closed are not reported.",
    )
    resources = ("azurerm_container_registry",)

    def evaluate(self, registry: Block) -> Verdict:
        is_closed = ~registry["public_network_access_enabled"].is_true()
        denies = registry["network_rule_set.default_action"].is_in("Deny")
        return (is_closed | denies).only_if(registry["sku"].is_in("Premium"))


check = AcrNotPublic()
