from checkov_aks.terraform.base import CheckInfo, Pool, PoolCheck, Severity, Verdict


class ClusterAutoscaler(PoolCheck):
    """A pool of fixed size is wrong at most hours: too large, and you pay for idle machines; too small, and pods stay
    Pending when load rises or a node fails. The cluster autoscaler adds nodes when pods find no room and removes those
    that stand empty.

    A default pool passes too where node auto-provisioning makes the nodes.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      node_count = 5
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      auto_scaling_enabled = true
      min_count            = 2
      max_count            = 10
    }
    ```
    """

    info = CheckInfo(
        id="AKS_801",
        title="AKS node pool scales automatically",
        severity=Severity.LOW,
        guide="Node Auto-Scaling",
        learn="cluster-autoscaler-overview",
        fix="Set `auto_scaling_enabled = true` on the pool, with `min_count` and `max_count`.",
    )

    def evaluate(self, pool: Pool) -> Verdict:
        scales = pool["auto_scaling_enabled"].is_true()
        if not pool.is_default:
            return scales
        return scales | pool.cluster["node_provisioning_profile.mode"].is_in("Auto")


check = ClusterAutoscaler()
