from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class UptimeSla(ClusterCheck):
    """The Free tier's control plane has no financially backed uptime: Microsoft owes nothing when the API server is
    away, and it gives the control plane fewer resources. Standard guarantees 99.95 % with availability zones and
    99.9 % without; Premium adds long-term support. Use Free for experiments only.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      sku_tier = "Free"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      sku_tier = "Standard"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_705",
        title="AKS cluster has an uptime SLA",
        severity=Severity.MEDIUM,
        guide="Uptime SLA",
        learn="free-standard-pricing-tiers",
        fix='Set `sku_tier = "Standard"`, or `"Premium"` for long-term support.',
        overlaps=("CKV_AZURE_170",),
        why="Premium and Paid pass; an unresolved variable is not reported.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["sku_tier"].sorts(passed=("Standard", "Premium", "Paid"), failed=("Free",))


check = UptimeSla()
