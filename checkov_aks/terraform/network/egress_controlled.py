from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class EgressControlled(ClusterCheck):
    """With the default outbound type every pod reaches the whole Internet through the cluster's load balancer, which
    neither filters nor logs: data leaves unseen, and malware finds its masters. User-defined routing sends the traffic
    through a firewall; `none` and `block` let nothing out. A NAT gateway does not filter either, but gives the cluster
    fixed addresses that others can allow, and enough ports.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin = "azure"
        outbound_type  = "loadBalancer"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      network_profile {
        network_plugin = "azure"
        outbound_type  = "userDefinedRouting"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_213",
        title="AKS cluster controls its outbound traffic",
        severity=Severity.LOW,
        guide="-",
        learn="egress-outboundtype",
        fix='Set `outbound_type = "userDefinedRouting"` in `network_profile` and route through a firewall.',
    )

    def evaluate(self, cluster: Block) -> Verdict:
        controlled = ("userDefinedRouting", "managedNATGateway", "userAssignedNATGateway", "none", "block")
        return cluster["network_profile.outbound_type"].sorts(passed=controlled, failed=("loadBalancer",))


check = EgressControlled()
