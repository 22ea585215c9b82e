# Everybody may do everything.

resource "azurerm_role_assignment" "developers" {
  scope                = azurerm_kubernetes_cluster.shop.id
  role_definition_name = "Azure Kubernetes Service Cluster Admin Role"
  principal_id         = var.developers_group_id
}

resource "azurerm_role_assignment" "testers" {
  scope                = azurerm_kubernetes_cluster.shop.id
  role_definition_name = "Azure Kubernetes Service RBAC Writer"
  principal_id         = var.developers_group_id
}

resource "azurerm_role_assignment" "nodes" {
  scope                = azurerm_container_registry.shop.id
  role_definition_name = "AcrPush"
  principal_id         = azurerm_kubernetes_cluster.shop.kubelet_identity[0].object_id
}

resource "azurerm_user_assigned_identity" "orders" {
  name                = "id-orders"
  location            = azurerm_resource_group.shop.location
  resource_group_name = azurerm_resource_group.shop.name
}

resource "azurerm_federated_identity_credential" "orders" {
  name                      = "orders"
  resource_group_name       = azurerm_resource_group.shop.name
  user_assigned_identity_id = azurerm_user_assigned_identity.orders.id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = azurerm_kubernetes_cluster.shop.oidc_issuer_url
  subject                   = "system:serviceaccount:orders:default"
}

resource "azurerm_role_assignment" "orders" {
  scope                = azurerm_resource_group.shop.id
  role_definition_name = "Contributor"
  principal_id         = azurerm_user_assigned_identity.orders.principal_id
}

resource "azurerm_key_vault_access_policy" "secrets_driver" {
  key_vault_id       = var.key_vault_id
  tenant_id          = "00000000-0000-0000-0000-000000000000"
  object_id          = module.reporting.key_vault_object_id
  secret_permissions = ["Get", "Set", "Delete", "Purge"]
}
