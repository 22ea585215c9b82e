from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class KeyVaultCsiDriver(ClusterCheck):
    """Kubernetes Secrets are only base64 text. Whoever may read Secrets in a namespace, or start a pod there, has them,
    and their values usually lie in manifests, pipelines and repositories too. The Key Vault add-on mounts secrets, keys
    and certificates from Azure Key Vault into pods as files: Key Vault decides which identity may read which vault and
    logs every read, and nothing has to be copied into the cluster.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      name = "aks"
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
        id="AKS_401",
        title="AKS cluster takes secrets from Key Vault",
        severity=Severity.MEDIUM,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-driver",
        fix="Add a `key_vault_secrets_provider` block with `secret_rotation_enabled = true`.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        has_addon = cluster.has("key_vault_secrets_provider")
        return has_addon.because("the Key Vault add-on (`key_vault_secrets_provider`) is not on")


check = KeyVaultCsiDriver()
