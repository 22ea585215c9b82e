from checkov_aks.terraform.base import (
    UNKNOWN,
    Block,
    CheckInfo,
    ClusterCheck,
    Severity,
    Value,
    Verdict,
    any_of,
    verdict_of,
)

TAINT = "CriticalAddonsOnly=true:NoSchedule"


class SystemPoolIsolated(ClusterCheck):
    """The default pool runs what the cluster cannot do without: CoreDNS, the metrics server, the tunnel to the control
    plane. An application on the same nodes that eats the memory, fills the disk or breaks out of its container takes
    these down or into its hands, and with them the whole cluster. The taint `CriticalAddonsOnly=true:NoSchedule` keeps
    applications away; they need a user pool of their own.

    `only_critical_addons_enabled` sets the taint. Up to azurerm v3 it could be written in `node_taints` as well.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      default_node_pool {
        only_critical_addons_enabled = false
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      default_node_pool {
        only_critical_addons_enabled = true
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_703",
        title="AKS system pool runs critical add-ons only",
        severity=Severity.MEDIUM,
        guide="System and User Node Pools",
        learn="use-system-pools",
        fix="Set `only_critical_addons_enabled = true` in `default_node_pool`, and add a user pool.",
        overlaps=("CKV_AZURE_232",),
        why="The taint that older versions spell passes too; an unresolved variable is not reported.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        pool = cluster.block("default_node_pool")
        critical_only = pool["only_critical_addons_enabled"]
        reason = f"{critical_only.describe()}, so applications may run on the system pool"
        taints = pool["node_taints"].items()
        tainted = UNKNOWN if taints is None else any_of(_isolates(taint) for taint in taints)
        return (critical_only.is_true().because(reason) | tainted).only_if(cluster.has("default_node_pool"))


def _isolates(taint: Value) -> Verdict:
    return UNKNOWN if taint.unknown else verdict_of(taint.text() == TAINT)


check = SystemPoolIsolated()
