from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class PrivateClusterNoPublicFqdn(ClusterCheck):
    """With a public FQDN, a private cluster's name resolves in public DNS to the private address of its API server. The
    server stays unreachable from the Internet, but anybody who knows or guesses the name learns that the cluster exists
    and which internal address it has. A private DNS zone keeps both inside the network.

    Only private clusters are judged.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      private_cluster_enabled             = true
      private_cluster_public_fqdn_enabled = true
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      private_cluster_enabled             = true
      private_cluster_public_fqdn_enabled = false
    }
    ```
    """

    info = CheckInfo(
        id="AKS_203",
        title="Private AKS cluster has no public DNS name",
        severity=Severity.LOW,
        guide="-",
        learn="private-clusters",
        fix="Remove `private_cluster_public_fqdn_enabled` or set it to `false`, and use a private DNS zone.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        is_private = cluster["private_cluster_enabled"].is_true()
        return (~cluster["private_cluster_public_fqdn_enabled"].is_true()).only_if(is_private)


check = PrivateClusterNoPublicFqdn()
