from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class StandardLoadBalancer(ClusterCheck):
    """Azure retired the Basic load balancer on 30 September 2025. It has no SLA and no availability zones, accepts all
    inbound traffic where no network security group stops it, and an AKS cluster on it can have neither authorized IP
    ranges nor a second node pool. Standard is the default.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin    = "azure"
        load_balancer_sku = "basic"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin    = "azure"
        load_balancer_sku = "standard"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_214",
        title="AKS cluster uses the Standard load balancer",
        severity=Severity.MEDIUM,
        guide="-",
        learn="load-balancer-standard",
        fix='Remove `load_balancer_sku` or set it to `"standard"`; this replaces the cluster.',
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["network_profile.load_balancer_sku"].sorts(passed=("standard",), failed=("basic",))


check = StandardLoadBalancer()
