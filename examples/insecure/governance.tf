resource "azurerm_security_center_subscription_pricing" "containers" {
  resource_type = "Containers"
  tier          = "Standard"

  extension {
    name = "AgentlessDiscoveryForKubernetes"
  }
}

resource "azurerm_security_center_subscription_pricing" "registry" {
  resource_type = "ContainerRegistry"
  tier          = "Free"
}

resource "azurerm_resource_policy_assignment" "pod_security" {
  name                 = "pod-security-baseline"
  resource_id          = azurerm_kubernetes_cluster.shop.id
  policy_definition_id = "/providers/Microsoft.Authorization/policySetDefinitions/a8640138-9b0a-4a28-b8cb-1666c838647d"

  parameters = jsonencode({
    effect = {
      value = "Audit"
    }
  })
}

resource "azurerm_kubernetes_cluster_deployment_safeguard" "shop" {
  kubernetes_cluster_id = azurerm_kubernetes_cluster.shop.id
  level                 = "Warn"
}
