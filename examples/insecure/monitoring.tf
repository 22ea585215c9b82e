resource "azurerm_log_analytics_workspace" "shop" {
  name                = "log-shop"
  location            = azurerm_resource_group.shop.location
  resource_group_name = azurerm_resource_group.shop.name
}

resource "azurerm_monitor_diagnostic_setting" "shop" {
  name                       = "logs"
  target_resource_id         = azurerm_kubernetes_cluster.shop.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.shop.id

  enabled_log {
    category = "kube-apiserver"
  }
}
