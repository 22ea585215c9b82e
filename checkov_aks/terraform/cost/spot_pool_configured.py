from checkov_aks.terraform.base import (
    UNKNOWN,
    Block,
    CheckInfo,
    ResourceCheck,
    Severity,
    Value,
    Verdict,
    all_of,
    any_of,
    verdict_of,
)

KEY = "kubernetes.azure.com/scalesetpriority"


class SpotPoolConfigured(ResourceCheck):
    """Azure takes Spot machines back at thirty seconds' notice, so only workloads that survive it belong on them. The
    taint keeps all others away and the label lets the right ones choose the pool. AKS sets both by itself; where the
    file does not, Terraform may plan to take them off again, and in older releases of azurerm replaces the pool for it.

    `eviction_policy` says whether an evicted machine is deleted or kept, deallocated, with its disks billed and its
    cores still on your quota. `spot_max_price` caps the price in US dollars an hour: -1, the default, pays up to the
    regular price and is never evicted for it; 0 and other negative numbers are no price.

    Only Spot pools are judged.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      priority = "Spot"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      priority        = "Spot"
      eviction_policy = "Delete"
      spot_max_price  = -1

      node_labels = {
        "kubernetes.azure.com/scalesetpriority" = "spot"
      }

      node_taints = [
        "kubernetes.azure.com/scalesetpriority=spot:NoSchedule"
      ]
    }
    ```
    """

    info = CheckInfo(
        id="AKS_803",
        title="AKS Spot pool has eviction policy, price, label and taint",
        severity=Severity.LOW,
        guide="Spot Node Pools",
        learn="spot-node-pool",
        fix=f'Set `eviction_policy`, the label `"{KEY}" = "spot"`, the taint `"{KEY}=spot:NoSchedule"`, '
        "and leave `spot_max_price` out or make it `-1` or a price.",
    )
    resources = ("azurerm_kubernetes_cluster_node_pool",)

    def evaluate(self, pool: Block) -> Verdict:
        is_spot = pool["priority"].is_in("Spot")
        parts = (
            pool["eviction_policy"].is_set().because("`eviction_policy` is not set"),
            _has_price(pool).because("`spot_max_price` is neither -1 nor more than 0"),
            _has_label(pool).because(f'`node_labels` lacks `"{KEY}" = "spot"`'),
            _has_taint(pool).because(f'`node_taints` lacks `"{KEY}=spot:NoSchedule"`'),
        )
        missing = "; ".join(part.reason for part in parts if part.failed)
        return all_of(parts).because(missing).only_if(is_spot)


def _has_price(pool: Block) -> Verdict:
    price = pool["spot_max_price"]
    amount = -1 if price.absent else price.number()
    return UNKNOWN if amount is None else verdict_of(amount == -1 or amount > 0)


def _has_label(pool: Block) -> Verdict:
    labels = pool["node_labels"].entries()
    if labels is None:
        return UNKNOWN
    return any_of(_is_text(value, "spot") for key, value in labels.items() if key == KEY)


def _has_taint(pool: Block) -> Verdict:
    taints = pool["node_taints"].items()
    return UNKNOWN if taints is None else any_of(_is_text(taint, f"{KEY}=spot:NoSchedule") for taint in taints)


def _is_text(value: Value, wanted: str) -> Verdict:
    """Whether a value is a text. Kubernetes tells capitals from small letters."""
    text = value.text()
    return UNKNOWN if text is None else verdict_of(text == wanted)


check = SpotPoolConfigured()
