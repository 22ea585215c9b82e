from checkov_aks.terraform.availability.availability_zones import number_of_zones
from checkov_aks.terraform.base import (
    UNKNOWN,
    CheckInfo,
    Pool,
    PoolCheck,
    Severity,
    Verdict,
    all_of,
    any_of,
    verdict_of,
)


class NodesPerZone(PoolCheck):
    """AKS spreads a pool's nodes over its zones. With fewer nodes than zones some zone is empty: two nodes over three
    zones protect no better than two zones, and one node gives no protection at all, while the configuration looks zone
    redundant. Volumes of locally redundant disks stay in their zone too; without a node there, their pods cannot start.

    What counts is `min_count` with the autoscaler on, `node_count` with it off. Pools without zones, Spot pools and
    pools that scale down to zero are not judged.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      zones      = ["1", "2", "3"]
      node_count = 2
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      zones      = ["1", "2", "3"]
      node_count = 3
    }
    ```
    """

    info = CheckInfo(
        id="AKS_702",
        title="AKS node pool has a node for each zone",
        severity=Severity.LOW,
        guide="Availability Zones",
        learn="reliability-availability-zones-configure",
        fix="Set `min_count` (autoscaled) or `node_count` to the number of `zones` or more.",
    )

    def evaluate(self, pool: Pool) -> Verdict:
        scales = pool["auto_scaling_enabled"].is_true()
        minimum = [] if scales.failed else [_reaches_each_zone(pool, "min_count")]
        fixed = [] if scales.passed else [_reaches_each_zone(pool, "node_count")]
        every, some = all_of(minimum + fixed), any_of(minimum + fixed)
        return every.only_if(~pool.is_spot) if every.passed or some.failed else UNKNOWN


def _reaches_each_zone(pool: Pool, name: str) -> Verdict:
    fewest, most = number_of_zones(pool)
    nodes = pool[name].number()
    scales_to_zero = name == "min_count" and nodes == 0
    if nodes is None or most is None or most == 0 or scales_to_zero or fewest <= nodes < most:
        return UNKNOWN
    spanned = f"{'' if fewest == most else 'at least '}{fewest}"
    return verdict_of(nodes >= most).because(f"`{name}` is `{nodes}`, fewer than the zones of the pool: {spanned}")


check = NodesPerZone()
