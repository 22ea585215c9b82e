import re

from checkov_aks.terraform.base import (
    FAILED,
    UNKNOWN,
    CheckInfo,
    Pool,
    PoolCheck,
    Severity,
    Value,
    Verdict,
    verdict_of,
)


class SurgeUpgrades(PoolCheck):
    """An upgrade drains each node before it replaces it. Surge nodes are extra machines that AKS adds first, so that
    the pods have somewhere to go and the pool keeps its capacity. Without a setting you get the default that Azure has
    for the pool, which has changed over the years: one node at a time, which takes hours in a large pool, or a share
    that your quota or subnet may not hold. Set the number on purpose; Microsoft recommends 33 % for production.

    Spot pools take no surge settings and are not judged, nor are pools that drain nodes without a replacement by
    `max_unavailable`.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      node_count = 3
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      node_count = 3

      upgrade_settings {
        max_surge = "33%"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_607",
        title="AKS node pool is upgraded with surge nodes",
        severity=Severity.LOW,
        guide="-",
        learn="upgrade-options",
        fix='Add an `upgrade_settings` block with `max_surge = "33%"`, or another number of nodes.',
    )

    def evaluate(self, pool: Pool) -> Verdict:
        surges = _is_more_than_none(pool["upgrade_settings.max_surge"])
        drains_only = pool["upgrade_settings.max_unavailable"].is_set()
        return (surges | FAILED.only_if(~drains_only)).only_if(~pool.is_spot)


def _is_more_than_none(surge: Value) -> Verdict:
    """Whether it is a number of nodes, or a percentage of them, above zero."""
    if surge.absent:
        return FAILED.because("`upgrade_settings.max_surge` is not set")
    number = re.fullmatch(r"([0-9]{1,9})%?", surge.text() or "")
    reason = f"`upgrade_settings.max_surge` is `{surge.text()}`: no node is added"
    return verdict_of(int(number[1]) > 0).because(reason) if number else UNKNOWN


check = SurgeUpgrades()
