from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict, any_of, verdict_of

ASSESSMENTS = "ContainerRegistriesVulnerabilityAssessments"


class RegistryScanningExtension(ResourceCheck):
    """The Defender plan for containers consists of extensions, and one of them scans the images in registries for known
    vulnerabilities. As soon as one `extension` block is written, the provider switches off every extension that is not:
    a plan that names only another one is paid for and scans no image.

    Without any `extension` block Azure's default stays. A plan that is off, and plans for other kinds of resources, are
    not looked at.

    ## Fails

    ```hcl
    resource "azurerm_security_center_subscription_pricing" "example" {
      resource_type = "Containers"
      tier          = "Standard"

      extension {
        name = "AgentlessDiscoveryForKubernetes"
      }
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_security_center_subscription_pricing" "example" {
      resource_type = "Containers"
      tier          = "Standard"

      extension {
        name = "AgentlessDiscoveryForKubernetes"
      }

      extension {
        name = "ContainerRegistriesVulnerabilityAssessments"
      }
    }
    ```
    """

    info = CheckInfo(
        id="AKS_312",
        title="Defender for Containers scans registries",
        severity=Severity.MEDIUM,
        guide="Image Security",
        learn="concepts-vulnerability-management",
        fix=f'Add an `extension` block with `name = "{ASSESSMENTS}"`.',
    )
    resources = ("azurerm_security_center_subscription_pricing",)

    def evaluate(self, plan: Block) -> Verdict:
        is_ours = plan["resource_type"].is_in("Containers") & plan["tier"].is_in("Standard")
        extensions = plan.blocks("extension")
        is_on = any_of(extension["name"].is_in(ASSESSMENTS) for extension in extensions.items)
        is_default = verdict_of(not extensions.items)
        scans = (is_on | is_default).because(f"no `extension` block is named `{ASSESSMENTS}`, so no image is scanned")
        return scans.only_if(is_ours & verdict_of(extensions.certain))


check = RegistryScanningExtension()
