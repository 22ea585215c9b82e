from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class ImageCleaner(ClusterCheck):
    """Nodes keep images that no pod uses any more until the disk runs short. Among them are old images with known
    vulnerabilities, which scanners keep reporting and which a pod can still start from without a pull. Image Cleaner
    looks for such images at an interval and removes the unused ones.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      image_cleaner_enabled = false
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      image_cleaner_enabled        = true
      image_cleaner_interval_hours = 48
    }
    ```
    """

    info = CheckInfo(
        id="AKS_311",
        title="AKS cluster removes unused images",
        severity=Severity.LOW,
        guide="-",
        learn="image-cleaner",
        fix="Set `image_cleaner_enabled = true` and an `image_cleaner_interval_hours`, such as 48.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["image_cleaner_enabled"].is_true()


check = ImageCleaner()
