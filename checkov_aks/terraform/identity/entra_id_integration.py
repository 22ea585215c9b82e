from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class EntraIdIntegration(ClusterCheck):
    """Without Microsoft Entra ID, people reach the Kubernetes API with client certificates from a shared kubeconfig.
    Those bypass multi-factor authentication and Conditional Access, do not end when somebody leaves, and are revoked
    only by rotating the certificates of the whole cluster.

    The block turns the managed integration on. Up to version 3 of the provider it must say `managed = true`; without
    that it configures the legacy integration with application registrations of one's own (`server_app_id`,
    `server_app_secret`), which AKS has retired and whose secret somebody has to keep and renew.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      name = "aks"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      azure_active_directory_role_based_access_control {
        admin_group_object_ids = ["11111111-2222-3333-4444-555555555555"]
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_101",
        title="AKS cluster uses managed Entra ID integration",
        severity=Severity.HIGH,
        guide="Azure AD Integration",
        learn="access-control-managed-azure-ad",
        fix="Add an `azure_active_directory_role_based_access_control` block (azurerm v3: with `managed = true`).",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        name = "azure_active_directory_role_based_access_control"
        integrated = cluster.has(name).because(f"no `{name}` block: people sign in with shared client certificates")
        managed = cluster[f"{name}.managed"]
        own_application = cluster[f"{name}.server_app_id"].is_set()
        verdict = managed.is_true()
        if verdict.unknown and managed.implied:
            # The releases differ on what is not written, but all require an application of the legacy integration.
            verdict = ~own_application
        return integrated & verdict.because(
            "`managed` is not true: this is the legacy integration with one's own applications"
        )


check = EntraIdIntegration()
