from checkov_aks.terraform.base import CheckInfo, Pool, PoolCheck, Severity, Verdict


class NoNodePublicIp(PoolCheck):
    """A public address on every node puts SSH, the kubelet and every NodePort one network security rule away from the
    Internet, and lets each node leave the network past the firewall. Traffic to the cluster belongs on a load balancer
    or an ingress, traffic out of it on a NAT gateway or a firewall.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      node_public_ip_enabled = true
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      node_public_ip_enabled = false
    }
    ```
    """

    info = CheckInfo(
        id="AKS_212",
        title="AKS nodes have no public addresses",
        severity=Severity.HIGH,
        guide="-",
        learn="use-node-public-ips",
        fix="Remove `node_public_ip_enabled` from the pool or set it to `false`.",
        overlaps=("CKV_AZURE_143",),
        why="It looks at every pool, not only the default one.",
    )

    def evaluate(self, pool: Pool) -> Verdict:
        return ~pool["node_public_ip_enabled"].is_true()


check = NoNodePublicIp()
