import re

from checkov_aks.terraform.base import (
    FAILED,
    PASSED,
    UNKNOWN,
    Block,
    CheckInfo,
    ClusterCheck,
    Severity,
    Target,
    Verdict,
)
from checkov_aks.terraform.base.azurerm import DNS_ZONE
from checkov_aks.terraform.base.references import HOLE

# Zones of the public cloud; what is not known of a name is `$`.
OWN_ZONE = re.compile(r"([\w$.-]+\.)?privatelink\.([a-z\d]+|\$)\.azmk8s\.io")
LEGACY_ZONE = re.compile(r"([\w$.-]+\.)?private\.([a-z\d]+|\$)\.azmk8s\.io")
SOVEREIGN = ("azk8s.cn", "containerservice.azure.us", "azk8s.us")


class PrivateDnsZone(ClusterCheck):
    """A private cluster's API server has a name in a private DNS zone. AKS makes the zone itself (`System`) unless you
    bring one, which must be called `privatelink.<region>.azmk8s.io`, or a subdomain of that, and the cluster must be
    able to write to it before it exists: with a user-assigned identity. With another name or a system-assigned identity
    Azure rejects the cluster.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      private_cluster_enabled = true
      private_dns_zone_id     = azurerm_private_dns_zone.example.id

      identity {
        type = "SystemAssigned"
      }
    }

    resource "azurerm_private_dns_zone" "example" {
      name = "aks.corp.example"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      private_cluster_enabled = true
      private_dns_zone_id     = azurerm_private_dns_zone.example.id

      identity {
        type = "UserAssigned"
      }
    }

    resource "azurerm_private_dns_zone" "example" {
      name = "privatelink.westeurope.azmk8s.io"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_204",
        title="Private AKS cluster can use its private DNS zone",
        severity=Severity.MEDIUM,
        guide="Private Cluster",
        learn="private-clusters",
        fix="Name the zone `privatelink.<region>.azmk8s.io`, and give the cluster a `UserAssigned` identity.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        zone, identity = cluster.target("private_dns_zone_id"), cluster["identity.type"]
        is_private = cluster["private_cluster_enabled"].is_true()
        if zone.value.absent or zone.value.is_in("System", "None").passed:
            return PASSED.only_if(is_private)
        may_write = identity.is_in("UserAssigned").because("a system-assigned identity cannot write to your own zone")
        may_write = may_write.only_if(identity.is_in("UserAssigned", "SystemAssigned"))
        return (_is_named_right(zone) & may_write).only_if(is_private & zone.is_a(DNS_ZONE))


def _is_named_right(zone: Target) -> Verdict:
    found, name = zone.declared(DNS_ZONE), zone.arm_id.names[-1] if zone.arm_id else "${name}"
    if found.items and "${" in name:
        return found.all(lambda each: _judge(each.target("name").pattern)) if found.certain else UNKNOWN
    return _judge(name)


def _judge(name: str | None) -> Verdict:
    """Whether Azure accepts a zone of that name. azurerm takes the spaces out of a location."""
    folded = HOLE.sub("$", name or "$").lower()
    if OWN_ZONE.fullmatch(folded):
        return PASSED
    is_open = LEGACY_ZONE.fullmatch(folded) or folded.endswith(SOVEREIGN) or "$" in folded or " " in folded
    return UNKNOWN if is_open else FAILED.because(f"Azure does not accept a zone named `{name}`")


check = PrivateDnsZone()
