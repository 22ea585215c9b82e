from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class DefenderProfile(ClusterCheck):
    """The Defender profile installs the sensor of Microsoft Defender for Containers on the nodes. It sees what happens
    at run time, such as a crypto miner, a web shell or an attempt to leave a container, and sends it to the Log
    Analytics workspace. Without the profile nobody notices such an intrusion.

    The profile is one half: the subscription's Defender plan for containers is the other.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      name = "aks"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      microsoft_defender {
        log_analytics_workspace_id = azurerm_log_analytics_workspace.example.id
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_301",
        title="AKS cluster has a Defender profile",
        severity=Severity.HIGH,
        guide="Azure Defender for Containers",
        learn="concepts-security",
        fix="Add a `microsoft_defender` block with a `log_analytics_workspace_id`.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        there = cluster.has("microsoft_defender").because("there is no `microsoft_defender` block")
        return there & cluster["microsoft_defender.log_analytics_workspace_id"].is_set()


check = DefenderProfile()
