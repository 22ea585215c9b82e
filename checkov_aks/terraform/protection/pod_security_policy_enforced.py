from collections.abc import Mapping

from checkov_aks.terraform.base import (
    PASSED,
    UNKNOWN,
    Block,
    CheckInfo,
    ResourceCheck,
    Severity,
    Value,
    Verdict,
    verdict_of,
)

INITIATIVES = ("42b8ef37-b724-4e24-bbc8-7a7708edfe00", "a8640138-9b0a-4a28-b8cb-1666c838647d")


class PodSecurityPolicyEnforced(ResourceCheck):
    """Azure has two built-in initiatives for the Pod Security Standards: restricted (`42b8ef37-...`) and baseline
    (`a8640138-...`). Their effect is Audit unless a parameter says otherwise: a privileged pod starts, and a report
    mentions it afterwards. With Deny the API server refuses it. An assignment with `enforce` off refuses nothing,
    whatever its effect.

    Audit is the right start on a running cluster; once the report is clean, deny. An assignment with an `overrides`
    block is judged by `enforce` alone. Assignments of other policies are not looked at.

    ## Fails

    ```hcl
    resource "azurerm_resource_policy_assignment" "example" {
      name                 = "pod-security"
      resource_id          = azurerm_kubernetes_cluster.example.id
      policy_definition_id = "/providers/Microsoft.Authorization/policySetDefinitions/42b8ef37-b724-4e24-bbc8-7a7708edfe00"

      parameters = jsonencode({
        effect = {
          value = "Audit"
        }
      })
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_resource_policy_assignment" "example" {
      name                 = "pod-security"
      resource_id          = azurerm_kubernetes_cluster.example.id
      policy_definition_id = "/providers/Microsoft.Authorization/policySetDefinitions/42b8ef37-b724-4e24-bbc8-7a7708edfe00"

      parameters = jsonencode({
        effect = {
          value = "Deny"
        }
      })
    }
    ```
    """  # noqa: E501

    info = CheckInfo(
        id="AKS_304",
        title="Policy assignment enforces the Pod Security Standards",
        severity=Severity.MEDIUM,
        guide="Pod Security",
        learn="use-azure-policy",
        fix='Set `effect = { value = "Deny" }` in `parameters`, and leave `enforce` on.',
    )
    resources = (
        "azurerm_resource_policy_assignment",
        "azurerm_resource_group_policy_assignment",
        "azurerm_subscription_policy_assignment",
        "azurerm_management_group_policy_assignment",
    )

    def evaluate(self, assignment: Block) -> Verdict:
        definition = assignment["policy_definition_id"].text() or ""
        enforced = assignment["enforce"].is_true().because("`enforce` is `false`, so nothing is denied")
        overrides = assignment.blocks("overrides")
        denies = _denies(assignment["parameters"]).only_if(verdict_of(overrides.certain and not overrides.items))
        is_ours = definition.lower().endswith(INITIATIVES)
        return enforced & denies if is_ours else UNKNOWN


def _denies(parameters: Value) -> Verdict:
    """Whether the effect in the parameters is Deny. Both initiatives default to Audit."""
    given = {} if parameters.absent else parameters.parsed_json()
    if not isinstance(given, Mapping):
        return UNKNOWN
    effect = given.get("effect", {"value": "Audit"})
    value = effect.get("value") if isinstance(effect, Mapping) else None
    verdict = {"deny": PASSED, "audit": ~PASSED, "disabled": ~PASSED}.get(str(value).lower(), UNKNOWN)
    default = "" if "effect" in given else " by default"
    return verdict.because(f"the parameter `effect` is `{value}`{default}, so violations are not denied")


check = PodSecurityPolicyEnforced()
