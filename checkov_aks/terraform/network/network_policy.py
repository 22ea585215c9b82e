from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class NetworkPolicy(ClusterCheck):
    """Every pod may talk to every other unless network policies say otherwise. Without a policy engine, Kubernetes
    accepts `NetworkPolicy` objects and nothing enforces them, so that a compromised pod reaches the databases and
    services of all namespaces.

    The Cilium data plane enforces policies by itself and passes without `network_policy`.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin = "azure"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin     = "azure"
        network_policy     = "cilium"
        network_data_plane = "cilium"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_206",
        title="AKS cluster enforces network policies",
        severity=Severity.HIGH,
        guide="Network Policies",
        learn="use-network-policies",
        fix='Set `network_policy` to `"calico"` or `"azure"`, or to `"cilium"` with `network_data_plane = "cilium"`.',
        overlaps=("CKV_AZURE_7",),
        why="The Cilium data plane passes, null fails, and an unresolved variable is not reported.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        policy = cluster["network_profile.network_policy"]
        has_engine = policy.sorts(passed=("azure", "calico", "cilium"), failed=("none",))
        return has_engine | cluster["network_profile.network_data_plane"].is_in("cilium")


check = NetworkPolicy()
