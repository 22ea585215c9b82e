from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class KubernetesRbacEnabled(ClusterCheck):
    """Without Kubernetes RBAC, everybody who is signed in and every pod's service account may do everything in the
    cluster: one compromised pod reads all secrets and takes over all nodes. It cannot be switched on later; the cluster
    has to be replaced.

    From version 2.99 of the provider on it is on unless switched off. Before, it was off unless the block
    `role_based_access_control` switched it on.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      role_based_access_control_enabled = false
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      role_based_access_control_enabled = true
    }
    ```
    """

    info = CheckInfo(
        id="AKS_107",
        title="AKS cluster has Kubernetes RBAC enabled",
        severity=Severity.HIGH,
        guide="-",
        learn="concepts-identity",
        fix="Set `role_based_access_control_enabled = true`; this replaces the cluster.",
        overlaps=("CKV_AZURE_5",),
        why="null is the default and passes; an unresolved variable does not",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["role_based_access_control_enabled"].is_true()


check = KubernetesRbacEnabled()
