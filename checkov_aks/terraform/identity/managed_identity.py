from checkov_aks.terraform.base import UNKNOWN, Block, CheckInfo, ClusterCheck, Severity, Verdict, verdict_of


class ManagedIdentity(ClusterCheck):
    """A service principal has a secret. It lies in the Terraform state and on every node, whoever reads it can act as
    the cluster from anywhere, and when it expires the cluster can no longer attach disks, create load balancers or
    scale. A managed identity has no secret that anybody could read: Azure keeps and renews its credentials.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      service_principal {
        client_id     = "11111111-2222-3333-4444-555555555555"
        client_secret = var.client_secret
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      identity {
        type = "SystemAssigned"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_105",
        title="AKS cluster runs as a managed identity",
        severity=Severity.HIGH,
        guide="Managed Identity",
        learn="managed-identity-overview",
        fix='Replace `service_principal` by an `identity` block with `type = "SystemAssigned"` or `"UserAssigned"`.',
    )

    def evaluate(self, cluster: Block) -> Verdict:
        principal = cluster.has("service_principal")
        identity = cluster.has("identity").because("no `identity` block")
        kind = cluster["identity.type"].is_in("SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned")
        # The provider takes only one of the two blocks: where the identity is certain, a doubtful principal is absent.
        no_principal = verdict_of(not principal.passed)
        return no_principal.because("the cluster runs as a `service_principal`") & identity & (kind | UNKNOWN)


check = ManagedIdentity()
