from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class HttpApplicationRoutingDisabled(ClusterCheck):
    """The HTTP application routing add-on was made for trials: an ingress controller on a public address, with names in
    a public DNS zone and no TLS of its own. Microsoft retired it on 3 March 2025, so its controller gets no security
    fixes. The application routing add-on takes its place.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      http_application_routing_enabled = true
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      http_application_routing_enabled = false
    }
    ```
    """

    info = CheckInfo(
        id="AKS_215",
        title="AKS cluster does not use HTTP application routing",
        severity=Severity.MEDIUM,
        guide="-",
        learn="app-routing",
        fix="Remove `http_application_routing_enabled` or set it to `false`.",
        overlaps=("CKV_AZURE_246",),
        why="v2's `addon_profile` counts, and an unresolved variable is not reported.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return ~cluster["http_application_routing_enabled"].is_true()


check = HttpApplicationRoutingDisabled()
