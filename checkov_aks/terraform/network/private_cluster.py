from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class PrivateCluster(ClusterCheck):
    """The API server of a private cluster has no public address: nodes, operators and pipelines reach it through
    Private Link from the virtual network. Stolen credentials are of no use from the Internet, and a flaw in the API
    server cannot be tried from there. Authorized IP ranges narrow a public endpoint but leave it in place.

    Whether a cluster is private is decided when it is created: azurerm replaces the cluster when this changes.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      private_cluster_enabled = false
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      private_cluster_enabled = true
    }
    ```
    """

    info = CheckInfo(
        id="AKS_202",
        title="AKS cluster is private",
        severity=Severity.MEDIUM,
        guide="Private Cluster",
        learn="private-clusters",
        fix="Set `private_cluster_enabled = true`; this replaces the cluster.",
        overlaps=("CKV_AZURE_115",),
        why="A conditional on a variable without value is not guessed, and v2's `private_link_enabled` counts.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["private_cluster_enabled"].is_true()


check = PrivateCluster()
