from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class KmsEtcdEncryption(ClusterCheck):
    """Azure encrypts the disks under etcd with keys of its own, so that whoever gets at the data of etcd while it runs,
    or at a copy of it, reads every Kubernetes Secret. With KMS the API server encrypts Secrets under a key in your Key
    Vault before it stores them; you rotate that key, see its use in the vault's logs, and can withdraw it.

    The vault should not be open to all networks: with `Private` the API server reaches it over a private link, which
    requires API Server VNet Integration. `Public` is the default. Protect the key from deletion, for the API server
    cannot read Secrets without it.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      key_management_service {
        key_vault_key_id = azurerm_key_vault_key.etcd.id
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      key_management_service {
        key_vault_key_id         = azurerm_key_vault_key.etcd.id
        key_vault_network_access = "Private"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_404",
        title="AKS cluster encrypts Secrets with a key from a private Key Vault",
        severity=Severity.LOW,
        guide="-",
        learn="use-kms-etcd-encryption",
        fix='Add a `key_management_service` block with `key_vault_network_access = "Private"`.',
    )

    def evaluate(self, cluster: Block) -> Verdict:
        has_kms = cluster.has("key_management_service").because("`key_management_service` is not set")
        access = cluster["key_management_service.key_vault_network_access"]
        return has_kms & access.sorts(passed=("Private",), failed=("Public",))


check = KmsEtcdEncryption()
