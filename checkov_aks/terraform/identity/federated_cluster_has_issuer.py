from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict, all_of
from checkov_aks.terraform.base.azurerm import CLUSTER, CREDENTIAL
from checkov_aks.terraform.base.principals import ISSUER

SWITCHES = ("oidc_issuer_enabled", "workload_identity_enabled")


class FederatedClusterHasIssuer(ResourceCheck):
    """A federated credential trusts tokens that the cluster's OIDC issuer signs and the workload identity webhook puts
    into pods. With the issuer off there is no `oidc_issuer_url` to trust; with the webhook off no pod gets a token. The
    credential then looks right and nothing works, and the usual way out is a client secret.

    A cluster that is not in the same deployment is not looked at.

    ## Fails

    ```hcl
    resource "azurerm_federated_identity_credential" "example" {
      issuer  = azurerm_kubernetes_cluster.example.oidc_issuer_url
      subject = "system:serviceaccount:orders:api"
    }

    resource "azurerm_kubernetes_cluster" "example" {
      oidc_issuer_enabled       = true
      workload_identity_enabled = false
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_federated_identity_credential" "example" {
      issuer  = azurerm_kubernetes_cluster.example.oidc_issuer_url
      subject = "system:serviceaccount:orders:api"
    }

    resource "azurerm_kubernetes_cluster" "example" {
      oidc_issuer_enabled       = true
      workload_identity_enabled = true
    }
    ```
    """

    info = CheckInfo(
        id="AKS_111",
        title="Federated credential trusts a cluster with workload identity",
        severity=Severity.MEDIUM,
        guide="Workload Identity",
        learn="use-oidc-issuer",
        fix="Set `oidc_issuer_enabled = true` and `workload_identity_enabled = true` on the cluster.",
    )
    resources = (CREDENTIAL,)

    def evaluate(self, credential: Block) -> Verdict:
        clusters = credential.target("issuer").blocks(CLUSTER, ISSUER)
        return clusters.all(_issues_tokens).only_if(clusters.exist & clusters.completeness)


def _issues_tokens(cluster: Block) -> Verdict:
    switches = [cluster[name] for name in SWITCHES]
    return all_of(value.is_true().because(f"on `{cluster.name}` {value.describe()}") for value in switches)


check = FederatedClusterHasIssuer()
