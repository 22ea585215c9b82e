from checkov_aks.terraform.base import (
    UNKNOWN,
    Block,
    CheckInfo,
    ResourceCheck,
    Severity,
    Value,
    Verdict,
    all_of,
    verdict_of,
)
from checkov_aks.terraform.base.azurerm import VAULT, VAULT_POLICY
from checkov_aks.terraform.base.principals import is_addon, is_kubelet, is_workload

PERMISSIONS = ("secret_permissions", "key_permissions", "certificate_permissions", "storage_permissions")


class KeyVaultAccessLeastPrivilege(ResourceCheck):
    """Pods read secrets. An identity that may also set or delete them lets one broken pod change the password that
    another application trusts, or destroy what cannot be made again. For the Key Vault driver `Get` is enough, and
    `List` does no harm.

    Looked at are policies for the add-on's identity, the kubelet's, and identities that a federated credential hands to
    pods; `access_policy` blocks inside a vault likewise. The cluster's own identity, which needs Encrypt and Decrypt
    where etcd is encrypted with your key, is not looked at.

    ## Fails

    ```hcl
    resource "azurerm_key_vault_access_policy" "example" {
      key_vault_id       = azurerm_key_vault.example.id
      object_id          = azurerm_kubernetes_cluster.example.key_vault_secrets_provider[0].secret_identity[0].object_id
      secret_permissions = ["Get", "Set", "Delete"]
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_key_vault_access_policy" "example" {
      key_vault_id       = azurerm_key_vault.example.id
      object_id          = azurerm_kubernetes_cluster.example.key_vault_secrets_provider[0].secret_identity[0].object_id
      secret_permissions = ["Get", "List"]
    }
    ```
    """

    info = CheckInfo(
        id="AKS_403",
        title="Key Vault policy of AKS only reads",
        severity=Severity.HIGH,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-identity-access",
        fix='Leave `"Get"` and `"List"` in the permissions and take out the others.',
    )
    resources = (VAULT_POLICY, VAULT)

    def evaluate(self, subject: Block) -> Verdict:
        if subject.type == VAULT_POLICY:
            return _only_reads(subject).only_if(_is_of_aks(subject))
        policies = subject.blocks("access_policy")
        judged = policies.all(lambda policy: _only_reads(policy) | ~_is_of_aks(policy))
        return judged.only_if(policies.any(_is_of_aks) & ~_ignores_policies(subject))


def _ignores_policies(vault: Block) -> Verdict:
    """Whether a vault goes by role assignments instead."""
    return vault["rbac_authorization_enabled"].is_true()


def _is_of_aks(policy: Block) -> Verdict:
    principal = policy.target("object_id")
    return is_addon(principal) | is_kubelet(principal) | is_workload(principal)


def _only_reads(policy: Block) -> Verdict:
    return all_of(_all_read(policy[name], name) for name in PERMISSIONS)


def _all_read(permissions: Value, name: str) -> Verdict:
    items = permissions.items()
    if items is None:
        return UNKNOWN
    return all_of(_reads(item, name) for item in items)


def _reads(item: Value, name: str) -> Verdict:
    reads = item.is_in("Get", "List")
    return (
        UNKNOWN
        if item.unknown
        else verdict_of(reads.passed).because(f"an identity of AKS has `{item.text()}` in `{name}`")
    )


check = KeyVaultAccessLeastPrivilege()
