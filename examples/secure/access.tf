# Who may do what: people in their namespace, nodes pull images, one pod reads its secrets.

resource "azurerm_role_assignment" "developers_sign_in" {
  scope                = module.aks.cluster_id
  role_definition_name = "Azure Kubernetes Service Cluster User Role"
  principal_id         = var.developers_group_id
}

resource "azurerm_role_assignment" "developers_write_orders" {
  scope                = "${module.aks.cluster_id}/namespaces/orders"
  role_definition_name = "Azure Kubernetes Service RBAC Writer"
  principal_id         = var.developers_group_id
}

resource "azurerm_role_assignment" "nodes_pull_images" {
  scope                = azurerm_container_registry.shop.id
  role_definition_name = "AcrPull"
  principal_id         = module.aks.kubelet_object_id
}

resource "azurerm_user_assigned_identity" "orders" {
  name                = "id-orders-${var.environment}"
  location            = azurerm_resource_group.shop.location
  resource_group_name = azurerm_resource_group.shop.name
}

resource "azurerm_federated_identity_credential" "orders" {
  name                      = "orders"
  resource_group_name       = azurerm_resource_group.shop.name
  user_assigned_identity_id = azurerm_user_assigned_identity.orders.id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = module.aks.oidc_issuer_url
  subject                   = "system:serviceaccount:orders:api"
}

resource "azurerm_role_assignment" "orders_send" {
  scope                = azurerm_storage_account.shop.id
  role_definition_name = "Storage Queue Data Message Sender"
  principal_id         = azurerm_user_assigned_identity.orders.principal_id
}

resource "azurerm_storage_account" "shop" {
  name                          = "stshop${var.environment}"
  location                      = azurerm_resource_group.shop.location
  resource_group_name           = azurerm_resource_group.shop.name
  account_tier                  = "Standard"
  account_replication_type      = "ZRS"
  public_network_access_enabled = false
}

resource "azurerm_key_vault" "shop" {
  name                          = "kv-shop-${var.environment}"
  location                      = azurerm_resource_group.shop.location
  resource_group_name           = azurerm_resource_group.shop.name
  tenant_id                     = var.tenant_id
  sku_name                      = "premium"
  purge_protection_enabled      = true
  public_network_access_enabled = false
  rbac_authorization_enabled    = false
}

resource "azurerm_key_vault_access_policy" "secrets_driver" {
  key_vault_id       = azurerm_key_vault.shop.id
  tenant_id          = var.tenant_id
  object_id          = module.aks.key_vault_object_id
  secret_permissions = ["Get"]
}
