resource "azurerm_security_center_subscription_pricing" "containers" {
  resource_type = "Containers"
  tier          = "Standard"

  extension {
    name = "ContainerRegistriesVulnerabilityAssessments"
  }

  extension {
    name = "AgentlessDiscoveryForKubernetes"
  }
}

resource "azurerm_resource_policy_assignment" "pod_security" {
  name                 = "pod-security-restricted"
  resource_id          = module.aks.cluster_id
  policy_definition_id = "/providers/Microsoft.Authorization/policySetDefinitions/42b8ef37-b724-4e24-bbc8-7a7708edfe00"

  parameters = jsonencode({
    effect = {
      value = "Deny"
    }
  })
}

resource "azurerm_kubernetes_cluster_deployment_safeguard" "shop" {
  kubernetes_cluster_id        = module.aks.cluster_id
  level                        = "Enforce"
  pod_security_standards_level = "Baseline"
}
