resource "azurerm_container_registry" "shop" {
  name                = "acrshop${var.environment}"
  location            = azurerm_resource_group.shop.location
  resource_group_name = azurerm_resource_group.shop.name
  sku                 = "Standard"
  admin_enabled       = true
}

resource "azurerm_container_registry" "partners" {
  name                   = "acrpartners${var.environment}"
  location               = azurerm_resource_group.shop.location
  resource_group_name    = azurerm_resource_group.shop.name
  sku                    = "Premium"
  anonymous_pull_enabled = true
}
