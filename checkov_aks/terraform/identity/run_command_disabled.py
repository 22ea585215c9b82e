from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class RunCommandDisabled(ClusterCheck):
    """`az aks command invoke` runs a command in a pod that Azure starts inside the cluster, with cluster administrator
    rights where the cluster has no Entra ID integration. It comes in through Azure Resource Manager: a private API
    server and authorized IP ranges do not stop it. An attacker with a stolen Azure role that holds the `runCommand`
    action thereby reaches a cluster whose network is closed. Azure has it on unless switched off.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      run_command_enabled = true
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster" "example" {
      run_command_enabled = false
    }
    ```
    """

    info = CheckInfo(
        id="AKS_113",
        title="AKS cluster has run command disabled",
        severity=Severity.LOW,
        guide="-",
        learn="access-private-cluster",
        fix="Set `run_command_enabled = false`.",
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return ~cluster["run_command_enabled"].is_true()


check = RunCommandDisabled()
