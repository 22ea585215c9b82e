from checkov_aks.terraform.base import (
    FAILED,
    PASSED,
    UNKNOWN,
    Block,
    Blocks,
    CheckInfo,
    ResourceCheck,
    Severity,
    Target,
    Verdict,
    any_of,
)
from checkov_aks.terraform.base.azurerm import (
    CLUSTER,
    MANAGEMENT_GROUP,
    REGISTRY,
    RESOURCE_GROUP,
    ROLE_ASSIGNMENT,
    SUBSCRIPTION,
)
from checkov_aks.terraform.base.principals import KUBELET, is_kubelet, lent_to
from checkov_aks.terraform.base.roles import (
    ACR_DELETE,
    ACR_PULL,
    ACR_PUSH,
    ACR_REPOSITORY_READER,
    CONTRIBUTOR,
    OWNER,
    USER_ACCESS_ADMINISTRATOR,
    role_of,
)

ENOUGH = (ACR_PULL, ACR_REPOSITORY_READER)
TOO_MUCH = (ACR_PUSH, ACR_DELETE, CONTRIBUTOR, OWNER, USER_ACCESS_ADMINISTRATOR)
SCOPES = (REGISTRY, RESOURCE_GROUP, SUBSCRIPTION, MANAGEMENT_GROUP)


class KubeletAcrPullOnly(ResourceCheck):
    """The kubelet's identity lives on every node, and any pod that reaches the node's metadata service can use it. With
    AcrPush an attacker replaces an image that every cluster pulls; with Contributor or Owner also whatever else is in
    that scope. To run containers the kubelet needs AcrPull and nothing more.

    Looked at are the kubelet identities of clusters, and user-assigned identities given to a kubelet. Roles on the
    cluster's own node resource group are not looked at.

    ## Fails

    ```hcl
    resource "azurerm_role_assignment" "example" {
      scope                = azurerm_container_registry.example.id
      role_definition_name = "AcrPush"
      principal_id         = azurerm_kubernetes_cluster.example.kubelet_identity[0].object_id
    }
    ```

    ## Passes

    ```hcl
    resource "azurerm_role_assignment" "example" {
      scope                = azurerm_container_registry.example.id
      role_definition_name = "AcrPull"
      principal_id         = azurerm_kubernetes_cluster.example.kubelet_identity[0].object_id
    }
    ```
    """

    info = CheckInfo(
        id="AKS_310",
        title="Kubelet identity may only pull images",
        severity=Severity.HIGH,
        guide="Image Security",
        learn="cluster-container-registry-integration",
        fix='Set `role_definition_name = "AcrPull"`, with the registry as `scope`.',
    )
    resources = (ROLE_ASSIGNMENT,)

    def evaluate(self, assignment: Block) -> Verdict:
        role, scope, principal = role_of(assignment), assignment.target("scope"), assignment.target("principal_id")
        kubelet = is_kubelet(principal)
        if role in ENOUGH:
            return PASSED.only_if(kubelet)
        if role not in TOO_MUCH:
            return UNKNOWN
        clusters = principal.blocks(CLUSTER, KUBELET) if principal.is_a(CLUSTER, KUBELET).passed else lent_to(principal)
        is_wide = any_of(scope.is_a(type_) for type_ in SCOPES) & ~_is_node_group(scope, clusters)
        return FAILED.because(f"the kubelet's identity has the role `{role}`").only_if(kubelet & is_wide)


def _is_node_group(scope: Target, clusters: Blocks) -> Verdict:
    """Whether a scope is the resource group of a cluster's nodes, which AKS names MC_... unless the cluster says."""
    is_made_here = scope.blocks(RESOURCE_GROUP).certain and bool(scope.blocks(RESOURCE_GROUP).items)
    if is_made_here or scope.in_hole(RESOURCE_GROUP).certain or scope.is_a(RESOURCE_GROUP).failed:
        return FAILED
    looked_up = (group["name"].text() for group in scope.blocks(f"data.{RESOURCE_GROUP}").items)
    name = next(looked_up, None) or (scope.arm_id.group if scope.arm_id else "")
    if not name or "${" in name or name.upper().startswith("MC_"):
        return UNKNOWN
    return clusters.any(lambda cluster: cluster["node_resource_group"].is_in(name))


check = KubeletAcrPullOnly()
