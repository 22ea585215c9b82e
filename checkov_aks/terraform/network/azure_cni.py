from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class AzureCni(ClusterCheck):
    """Kubenet hides pods behind the address of their node and needs a route for every node, which limits a cluster to
    400 nodes; it has no Windows pools and no network policies but Calico's. Microsoft retires it on 31 March 2028.
    Azure CNI gives pods addresses of the virtual network, or of an overlay where those are scarce, and supports every
    policy engine of AKS. A cluster without `network_profile` gets kubenet.

    A CNI of one's own (`none`) is not judged.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin = "kubenet"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin = "azure"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_205",
        title="AKS cluster uses Azure CNI",
        severity=Severity.MEDIUM,
        guide="Azure CNI vs Kubenet",
        learn="concepts-network-cni-overview",
        fix='Set `network_plugin = "azure"` in `network_profile`.',
        overlaps=("CKV2_AZURE_29",),
        why="A CNI of one's own (`none`) is not reported, and dynamic blocks are evaluated.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["network_profile.network_plugin"].sorts(passed=("azure",), failed=("kubenet",))


check = AzureCni()
