# The cluster that every team gets: a private one, with a name that the whole internet can resolve.

variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "resource_group_name" {
  type = string
}

variable "rotate_secrets" {
  type    = bool
  default = false
}

resource "azurerm_private_dns_zone" "this" {
  name                = "aks.shop.example"
  resource_group_name = var.resource_group_name
}

resource "azurerm_kubernetes_cluster" "this" {
  name                = var.name
  location            = var.location
  resource_group_name = var.resource_group_name
  dns_prefix          = var.name

  automatic_upgrade_channel           = "patch"
  private_cluster_enabled             = true
  private_cluster_public_fqdn_enabled = true
  private_dns_zone_id                 = azurerm_private_dns_zone.this.id
  role_based_access_control_enabled   = false

  key_vault_secrets_provider {
    secret_rotation_enabled = var.rotate_secrets
  }

  default_node_pool {
    name    = "default"
    vm_size = "Standard_D2s_v5"
  }

  identity {
    type = "SystemAssigned"
  }
}

output "cluster_id" {
  value = azurerm_kubernetes_cluster.this.id
}

output "key_vault_object_id" {
  value = azurerm_kubernetes_cluster.this.key_vault_secrets_provider[0].secret_identity[0].object_id
}
