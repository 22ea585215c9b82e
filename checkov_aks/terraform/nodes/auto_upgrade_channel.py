from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class AutoUpgradeChannel(ClusterCheck):
    """AKS supports a Kubernetes version for about a year. A cluster that nobody upgrades misses the patches for
    published vulnerabilities of the API server and the kubelet, and in the end runs a version for which Microsoft gives
    no support. With a channel AKS upgrades by itself: `patch` stays within the minor version, `stable` goes to the
    latest patch of the minor version before the newest, `rapid` to the newest, and `node-image` renews only the image
    of the nodes.

    Without a channel nothing is upgraded.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      kubernetes_version = "1.33"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      automatic_upgrade_channel = "patch"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_602",
        title="AKS cluster is upgraded automatically",
        severity=Severity.MEDIUM,
        guide="Automatic Upgrades",
        learn="auto-upgrade-cluster",
        fix='Set `automatic_upgrade_channel = "patch"`, or `"stable"`, `"rapid"` or `"node-image"`.',
        overlaps=("CKV_AZURE_171",),
        why="null and an empty text fail; an unresolved variable is not reported.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        channels = ("patch", "stable", "rapid", "node-image")
        return cluster["automatic_upgrade_channel"].sorts(passed=channels, failed=("none",))


check = AutoUpgradeChannel()
