from checkov_aks.terraform.base import Block, CheckInfo, ResourceCheck, Severity, Verdict


class DefenderForContainersPlan(ResourceCheck):
    """Microsoft Defender for Containers scans images in the registries of a subscription for vulnerabilities, analyses
    the audit logs of its clusters and raises alerts on what its sensor sees on the nodes. The Free tier does none of
    that: the sensor of a cluster reports to nobody.

    The plan is called `Containers`. It replaced `KubernetesService` and `ContainerRegistry`, which this check reports
    only where they are switched off. Plans for other kinds of resources are not looked at.

    ## Fails

    ```hcl
    resource "azurerm_security_center_subscription_pricing" "example" {
      resource_type = "Containers"
      tier          = "Free"
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_security_center_subscription_pricing" "example" {
      resource_type = "Containers"
      tier          = "Standard"
    }
    ```
    """

    info = CheckInfo(
        id="AKS_302",
        title="Subscription has the Defender for Containers plan",
        severity=Severity.HIGH,
        guide="Azure Defender for Containers",
        learn="concepts-security",
        fix='Set `tier = "Standard"` with `resource_type = "Containers"`.',
        overlaps=("CKV_AZURE_85", "CKV_AZURE_86"),
        why="It knows the current plan name `Containers`, and plans for other resources do not pass.",
    )
    resources = ("azurerm_security_center_subscription_pricing",)

    def evaluate(self, plan: Block) -> Verdict:
        is_paid = plan["tier"].sorts(passed=("Standard",), failed=("Free",))
        is_current = plan["resource_type"].is_in("Containers")
        is_old = plan["resource_type"].is_in("KubernetesService", "ContainerRegistry")
        return is_paid.only_if(is_current | (is_old & ~is_paid))


check = DefenderForContainersPlan()
