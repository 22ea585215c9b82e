from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class WorkloadIdentityEnabled(ClusterCheck):
    """With workload identity, a pod exchanges the token of its service account for an Entra ID token: no secret is
    stored, and each workload has its own permissions. Without it, pods that need Azure carry client secrets in
    Kubernetes, or share the node's identity with every other pod on the node.

    It needs both switches: the OIDC issuer publishes the keys with which Entra ID verifies the service account's token,
    and workload identity runs the webhook that hands the token to pods. From version 5 of the provider on, the issuer
    is on unless switched off.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      oidc_issuer_enabled       = true
      workload_identity_enabled = false
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      oidc_issuer_enabled       = true
      workload_identity_enabled = true
    }
    ```
    """

    info = CheckInfo(
        id="AKS_106",
        title="AKS cluster has workload identity enabled",
        severity=Severity.MEDIUM,
        guide="Workload Identity",
        learn="workload-identity-overview",
        fix="Set `oidc_issuer_enabled = true` and `workload_identity_enabled = true`.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["workload_identity_enabled"].is_true() & cluster["oidc_issuer_enabled"].is_true()


check = WorkloadIdentityEnabled()
