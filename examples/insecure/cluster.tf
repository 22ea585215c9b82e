resource "azurerm_kubernetes_cluster" "shop" {
  name                = "aks-shop-${var.environment}"
  location            = azurerm_resource_group.shop.location
  resource_group_name = azurerm_resource_group.shop.name
  dns_prefix          = "shop"
  sku_tier            = var.tier

  http_application_routing_enabled = true
  node_os_upgrade_channel          = "None"

  azure_active_directory_role_based_access_control {
    tenant_id = "00000000-0000-0000-0000-000000000000"
  }

  service_principal {
    client_id     = var.client_id
    client_secret = var.client_secret
  }

  api_server_access_profile {
    authorized_ip_ranges = var.ip_ranges
  }

  network_profile {
    network_plugin    = "kubenet"
    load_balancer_sku = "basic"
    service_cidr      = "10.0.0.0/16"
    dns_service_ip    = "10.0.0.10"
  }

  default_node_pool {
    name                   = "default"
    vm_size                = "Standard_D4s_v5"
    node_count             = 2
    zones                  = ["1", "2", "3"]
    node_public_ip_enabled = true
    vnet_subnet_id         = azurerm_subnet.nodes.id
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "batch" {
  name                  = "batch"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.shop.id
  vm_size               = "Standard_D8s_v5"
  priority              = "Spot"
  mode                  = "System"
  node_count            = 10
  vnet_subnet_id        = azurerm_subnet.batch.id
}

resource "azurerm_kubernetes_cluster_node_pool" "legacy" {
  name                  = "win"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.shop.id
  vm_size               = "Standard_D4s_v5"
  os_type               = "Windows"
  os_sku                = "Windows2019"
  auto_scaling_enabled  = true
  min_count             = 3
  max_count             = 3
}

module "reporting" {
  source = "./modules/cluster"

  name                = "aks-reporting-${var.environment}"
  location            = azurerm_resource_group.shop.location
  resource_group_name = azurerm_resource_group.shop.name
}
