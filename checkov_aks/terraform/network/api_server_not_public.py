from ipaddress import ip_network

from checkov_aks.terraform.base import (
    UNKNOWN,
    Block,
    CheckInfo,
    ClusterCheck,
    Severity,
    Value,
    Verdict,
    all_of,
    verdict_of,
)


class ApiServerNotPublic(ClusterCheck):
    """Whoever reaches the API server needs only a leaked kubeconfig or token, or one flaw in the server itself, to take
    the cluster. AKS puts it on a public address that the whole Internet may call unless the cluster is private or lists
    the ranges that may.

    A range of prefix length 0 admits everyone and fails, whatever stands beside it. `0.0.0.0/32` passes: to AKS it
    means the public address of the cluster's own load balancer and nothing else.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      api_server_access_profile {
        authorized_ip_ranges = ["0.0.0.0/0"]
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      api_server_access_profile {
        authorized_ip_ranges = ["203.0.113.0/24"]
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_201",
        title="AKS API server is private or limited to known addresses",
        severity=Severity.HIGH,
        guide="API Server Authorized IP Ranges",
        learn="api-server-authorized-ip-ranges",
        fix="Set `authorized_ip_ranges` in `api_server_access_profile`, or `private_cluster_enabled = true`.",
        overlaps=("CKV_AZURE_6",),
        why="0.0.0.0/0 fails, and an unresolved `private_cluster_enabled` or dynamic block is not reported.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        is_private = cluster["private_cluster_enabled"].is_true()
        ranges = cluster["api_server_access_profile.authorized_ip_ranges"].items()
        if ranges is None:
            return is_private | UNKNOWN
        is_limited = verdict_of(len(ranges) > 0) & all_of(_is_narrow(entry) for entry in ranges)
        return is_limited | is_private


def _is_narrow(entry: Value) -> Verdict:
    """Whether an address or range leaves anybody out."""
    try:
        network = ip_network(entry.text() or "", strict=False)
    except ValueError:
        return UNKNOWN
    return verdict_of(network.prefixlen > 0).because(f"`{entry.text()}` in `authorized_ip_ranges` admits every address")


check = ApiServerNotPublic()
