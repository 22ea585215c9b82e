from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict


class DeploymentSafeguards(ResourceCheck):
    """Deployment safeguards check manifests against AKS's best practices when they are applied. At the level Warn a pod
    that violates them is admitted all the same, with a message that a pipeline does not read; at Enforce it is refused
    or corrected.

    The Pod Security Standards are a setting of their own beside the level. The default, Privileged, asks nothing of a
    pod; Baseline stops known ways out of a container, and Restricted also demands current hardening.

    ## Fails

    ```hcl
    resource "azurerm_kubernetes_cluster_deployment_safeguard" "example" {
      kubernetes_cluster_id = azurerm_kubernetes_cluster.example.id
      level                 = "Warn"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_kubernetes_cluster_deployment_safeguard" "example" {
      kubernetes_cluster_id        = azurerm_kubernetes_cluster.example.id
      level                        = "Enforce"
      pod_security_standards_level = "Restricted"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_305",
        title="Deployment safeguards enforce the Pod Security Standards",
        severity=Severity.MEDIUM,
        guide="-",
        learn="deployment-safeguards",
        fix='Set `level = "Enforce"` and `pod_security_standards_level = "Baseline"` or `"Restricted"`.',
    )
    resources = ("azurerm_kubernetes_cluster_deployment_safeguard",)

    def evaluate(self, safeguard: Block) -> Verdict:
        enforces = safeguard["level"].sorts(passed=("Enforce",), failed=("Warn",))
        standard = safeguard["pod_security_standards_level"]
        return enforces & standard.sorts(passed=("Baseline", "Restricted"), failed=("Privileged",))


check = DeploymentSafeguards()
