from checkov_aks.terraform.base import (
    FAILED,
    PASSED,
    UNKNOWN,
    Block,
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
from checkov_aks.terraform.base.principals import is_kubelet
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
        role, scope = role_of(assignment), assignment.target("scope")
        kubelet = is_kubelet(assignment.target("principal_id"))
        if role in ENOUGH:
            return PASSED.only_if(kubelet)
        if role not in TOO_MUCH:
            return UNKNOWN
        is_wide = any_of(scope.is_a(type_) for type_ in SCOPES) & ~_is_node_group(scope)
        return FAILED.because(f"the kubelet's identity is `{role}`").only_if(kubelet & is_wide)


def _is_node_group(scope: Target) -> Verdict:
    """Whether a scope is the resource group of a cluster's nodes, as far as that can be told."""
    looked_up = scope.blocks(f"data.{RESOURCE_GROUP}").items
    names = [group.target("name") for group in looked_up]
    by_lookup = any_of(name.is_a(CLUSTER, "node_resource_group") for name in names)
    return by_lookup | scope.has_hole(CLUSTER, "node_resource_group")


check = KubeletAcrPullOnly()
