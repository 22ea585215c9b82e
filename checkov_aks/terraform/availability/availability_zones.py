from checkov_aks.common.settings import current
from checkov_aks.terraform.base import UNKNOWN, CheckInfo, Pool, PoolCheck, Severity, Verdict, verdict_of


class AvailabilityZones(PoolCheck):
    """Availability zones are data centres of one region with power, cooling and network of their own. A pool without
    zones is placed by Azure wherever there is room, which may be one building: when that fails, every node of the pool
    is gone at once. Over three zones, one failure takes a third of the nodes, and the control plane's uptime guarantee
    rises to 99.95 %. Zones are chosen when a pool is made; to add them later means to replace it.

    Three different zones are asked for; the setting `min_zones` changes that, for regions with fewer. Spot pools are
    not judged: they go where there is spare capacity.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      zones = ["1"]
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      zones = ["1", "2", "3"]
    }
    ```
    """

    info = CheckInfo(
        id="AKS_701",
        title="AKS node pool spans availability zones",
        severity=Severity.MEDIUM,
        guide="Availability Zones",
        learn="reliability-availability-zones-configure",
        fix='Set `zones = ["1", "2", "3"]` on the pool; a new value replaces it.',
    )

    def evaluate(self, pool: Pool) -> Verdict:
        wanted = current().min_zones
        fewest, most = number_of_zones(pool)
        if most is None or fewest < wanted <= most:
            return UNKNOWN
        spanned = f"{'' if fewest == most else 'at most '}{most}"
        reason = f"the pool spans {spanned} of the {wanted} zones that the setting `min_zones` asks for"
        return verdict_of(fewest >= wanted).because(reason).only_if(~pool.is_spot)


def number_of_zones(pool: Pool) -> tuple[int, int | None]:
    """How many different zones a pool spans at least, and at most if that is known."""
    zones = pool["zones"].items()
    if zones is None:
        return 0, None
    named = {zone.text() for zone in zones} - {None}
    others = sum(zone.text() is None and not zone.absent for zone in zones)
    return max(len(named), min(others, 1)), len(named) + others


check = AvailabilityZones()
