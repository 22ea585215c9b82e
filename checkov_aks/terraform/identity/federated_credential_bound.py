import re

from checkov_aks.terraform.base import (
    FAILED,
    PASSED,
    UNKNOWN,
    Block,
    CheckInfo,
    ResourceCheck,
    Severity,
    Value,
    Verdict,
    verdict_of,
)
from checkov_aks.terraform.base.azurerm import CREDENTIAL, SERVICE_ACCOUNT
from checkov_aks.terraform.base.principals import is_aks_issuer, is_for_pods

AUDIENCE = "api://AzureADTokenExchange"
HOLE = re.compile(r"\$\{[^}]*\}")
SUBJECT = re.compile(rf"{SERVICE_ACCOUNT}(?P<namespace>[^:*?]+):(?P<name>[^:*?]+)")

SHARED = {
    ("name", "default"): "`default` is the service account of every pod that names none",
    ("namespace", "kube-system"): "`kube-system` is the namespace of the cluster's own components",
}


class FederatedCredentialBound(ResourceCheck):
    """A federated credential turns a Kubernetes token into an Azure identity, for whoever can get a token that matches.
    A subject with a wildcard matches pods that nobody had in mind. The service account `default` is what every pod of a
    namespace runs as that names none, and `kube-system` holds the cluster's own components. Another audience than
    `api://AzureADTokenExchange` accepts tokens that were issued for something else.

    Credentials of GitHub, GitLab and others are not looked at.

    ## Fails

    ```hcl
    resource "azurerm_federated_identity_credential" "example" {
      audience                  = ["api://AzureADTokenExchange"]
      issuer                    = azurerm_kubernetes_cluster.example.oidc_issuer_url
      user_assigned_identity_id = azurerm_user_assigned_identity.example.id
      subject                   = "system:serviceaccount:orders:default"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_federated_identity_credential" "example" {
      audience                  = ["api://AzureADTokenExchange"]
      issuer                    = azurerm_kubernetes_cluster.example.oidc_issuer_url
      user_assigned_identity_id = azurerm_user_assigned_identity.example.id
      subject                   = "system:serviceaccount:orders:api"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_110",
        title="Federated credential trusts one service account of AKS",
        severity=Severity.HIGH,
        guide="Workload Identity",
        learn="workload-identity-deploy-cluster",
        fix=f'Set `subject = "{SERVICE_ACCOUNT}<namespace>:<name>"` and `audience = ["{AUDIENCE}"]`.',
    )
    resources = (CREDENTIAL,)

    def evaluate(self, credential: Block) -> Verdict:
        is_aks = is_aks_issuer(credential.target("issuer"))
        is_bound = _names_one_account(credential.target("subject").text) & _has_audience(credential["audience"])
        if is_aks.failed:
            return UNKNOWN
        return (is_bound & is_aks).only_if(is_for_pods(credential))


def _names_one_account(subject: str | None) -> Verdict:
    """Whether a subject names one service account of its own; its parts may be holes."""
    parts = HOLE.sub("$", subject or "$")
    match, is_whole = SUBJECT.fullmatch(parts), "$" not in parts
    if match is None:
        malformed = FAILED.because(f"the subject `{subject}` names no single service account")
        return malformed if is_whole or "*" in parts else UNKNOWN
    shared = next((reason for (part, text), reason in SHARED.items() if match[part] == text), None)
    return FAILED.because(shared) if shared else PASSED if is_whole else UNKNOWN


def _has_audience(audience: Value) -> Verdict:
    texts = [item.text() for item in audience.items() or ()]
    if None in texts or not texts:
        return UNKNOWN
    return verdict_of(texts == [AUDIENCE]).because(f"the audience is `{', '.join(map(str, texts))}`")


check = FederatedCredentialBound()
