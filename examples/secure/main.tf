# The same shop, as it should run in production.

terraform {
  required_version = ">= 1.5"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.70"
    }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "shop" {
  name     = "rg-shop-${var.environment}"
  location = var.location
}

resource "azurerm_user_assigned_identity" "cluster" {
  name                = "id-aks-${var.environment}"
  location            = azurerm_resource_group.shop.location
  resource_group_name = azurerm_resource_group.shop.name
}

module "aks" {
  source = "./modules/aks"

  name                       = "aks-shop-${var.environment}"
  location                   = azurerm_resource_group.shop.location
  resource_group_name        = azurerm_resource_group.shop.name
  identity_id                = azurerm_user_assigned_identity.cluster.id
  subnet_id                  = azurerm_subnet.nodes.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.shop.id
  admin_group_object_ids     = var.admin_group_object_ids
  key_vault_key_id           = var.etcd_key_id

  node_pools = {
    apps = {
      vm_size   = "Standard_D8s_v5"
      min_count = 3
      max_count = 20
    }
  }
}
