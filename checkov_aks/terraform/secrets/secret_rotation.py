from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class SecretRotation(ClusterCheck):
    """The Key Vault add-on reads a secret when a pod mounts it. Without rotation, running pods keep the old value: they
    fail when it expires, and after a leak the stolen value has to stay valid until every pod was restarted. With
    rotation, the add-on asks Key Vault again, every two minutes by default, and updates the mounted files and the
    Kubernetes Secrets that it keeps in step. An application that read the value at its start, or has it in an
    environment variable, must still reload it.

    Only clusters with the add-on are judged.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      key_vault_secrets_provider {
        secret_rotation_enabled = false
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      key_vault_secrets_provider {
        secret_rotation_enabled = true
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_402",
        title="AKS Key Vault add-on rotates secrets",
        severity=Severity.MEDIUM,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-configuration-options",
        fix="Set `secret_rotation_enabled = true` in `key_vault_secrets_provider`.",
        overlaps=("CKV_AZURE_172",),
        why="A cluster without the add-on is not reported a second time, and v2's `addon_profile` counts.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        has_addon = cluster.has("key_vault_secrets_provider")
        return cluster["key_vault_secrets_provider.secret_rotation_enabled"].is_true().only_if(has_addon)


check = SecretRotation()
