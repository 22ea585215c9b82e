from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class LocalAccountsDisabled(ClusterCheck):
    """Every cluster has a local admin account, with Entra ID integration too. Whoever may list the cluster's admin
    credential gets its certificate with `az aks get-credentials --admin` and is cluster administrator, past
    multi-factor authentication, Conditional Access and Kubernetes permissions. The audit log shows one shared name,
    and a stolen certificate works until all certificates of the cluster are rotated.

    Disable the account once people sign in with Entra ID. Certificates that were handed out before stay valid until
    they are rotated.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      local_account_disabled = false
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      local_account_disabled = true
    }
    ```
    """

    info = CheckInfo(
        id="AKS_104",
        title="AKS cluster has local accounts disabled",
        severity=Severity.HIGH,
        guide="Local Accounts Disabled",
        learn="local-accounts",
        fix="Set `local_account_disabled = true`; the cluster needs Entra ID integration.",
        overlaps=("CKV_AZURE_141",),
        why="A conditional is evaluated as Terraform does, and what is in `ignore_changes` is not reported.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["local_account_disabled"].is_true()


check = LocalAccountsDisabled()
