from checkov_aks.terraform.base import UNKNOWN, CheckInfo, Pool, PoolCheck, Severity, Verdict, verdict_of


class AutoscalerBounds(PoolCheck):
    """The autoscaler moves a pool's size between `min_count` and `max_count`. AKS wants both. Where they are equal it
    has no room: the pool is as fixed as without it, while the configuration says otherwise. A minimum above the maximum
    is refused when the plan is applied.

    Only pools with the autoscaler on are judged.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      auto_scaling_enabled = true
      min_count            = 3
      max_count            = 3
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      auto_scaling_enabled = true
      min_count            = 3
      max_count            = 10
    }
    ```
    """

    info = CheckInfo(
        id="AKS_802",
        title="AKS autoscaler has room between minimum and maximum",
        severity=Severity.LOW,
        guide="Node Auto-Scaling",
        learn="cluster-autoscaler-overview",
        fix="Set `min_count` and a greater `max_count` on the pool.",
    )

    def evaluate(self, pool: Pool) -> Verdict:
        is_autoscaled = pool["auto_scaling_enabled"].is_true()
        return _has_room(pool).only_if(is_autoscaled)


def _has_room(pool: Pool) -> Verdict:
    lower, upper = pool["min_count"], pool["max_count"]
    has_both = verdict_of(not lower.absent) & verdict_of(not upper.absent)
    minimum, maximum = lower.number(), upper.number()
    if minimum is None or maximum is None:
        return has_both & UNKNOWN
    is_possible = verdict_of(minimum >= 0).because(f"`min_count` is `{minimum}`, which is less than `0`")
    has_room = verdict_of(minimum < maximum).because(
        f"`min_count` is `{minimum}` and `max_count` is `{maximum}`, so that there is no room to scale"
    )
    return is_possible & has_room


check = AutoscalerBounds()
