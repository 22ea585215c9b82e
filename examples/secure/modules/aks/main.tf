locals {
  maintenance = {
    frequency   = "Weekly"
    interval    = 1
    duration    = 4
    day_of_week = "Sunday"
    utc_offset  = "+00:00"
  }
}

resource "azurerm_kubernetes_cluster" "this" {
  name                = var.name
  location            = var.location
  resource_group_name = var.resource_group_name
  dns_prefix          = var.name
  sku_tier            = "Standard"

  automatic_upgrade_channel = "stable"
  node_os_upgrade_channel   = "NodeImage"
  azure_policy_enabled      = true
  image_cleaner_enabled     = true
  local_account_disabled    = true
  oidc_issuer_enabled       = true
  private_cluster_enabled   = true
  run_command_enabled       = false
  workload_identity_enabled = true

  image_cleaner_interval_hours = 48

  azure_active_directory_role_based_access_control {
    azure_rbac_enabled     = true
    admin_group_object_ids = var.admin_group_object_ids
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [var.identity_id]
  }

  default_node_pool {
    name                         = "system"
    vm_size                      = "Standard_D4s_v5"
    vnet_subnet_id               = var.subnet_id
    zones                        = var.zones
    os_sku                       = "AzureLinux"
    only_critical_addons_enabled = true
    host_encryption_enabled      = true
    auto_scaling_enabled         = true
    min_count                    = 3
    max_count                    = 6

    upgrade_settings {
      max_surge = "10%"
    }
  }

  network_profile {
    network_plugin     = "azure"
    network_policy     = "cilium"
    network_data_plane = "cilium"
    load_balancer_sku  = "standard"
    outbound_type      = "userDefinedRouting"
    service_cidr       = "172.16.0.0/16"
    dns_service_ip     = "172.16.0.10"
  }

  key_management_service {
    key_vault_key_id         = var.key_vault_key_id
    key_vault_network_access = "Private"
  }

  key_vault_secrets_provider {
    secret_rotation_enabled = true
  }

  microsoft_defender {
    log_analytics_workspace_id = var.log_analytics_workspace_id
  }

  monitor_metrics {
  }

  oms_agent {
    log_analytics_workspace_id = var.log_analytics_workspace_id
  }

  maintenance_window_auto_upgrade {
    frequency   = local.maintenance.frequency
    interval    = local.maintenance.interval
    duration    = local.maintenance.duration
    day_of_week = local.maintenance.day_of_week
    utc_offset  = local.maintenance.utc_offset
    start_time  = "02:00"
  }

  maintenance_window_node_os {
    frequency   = local.maintenance.frequency
    interval    = local.maintenance.interval
    duration    = local.maintenance.duration
    day_of_week = local.maintenance.day_of_week
    utc_offset  = local.maintenance.utc_offset
    start_time  = "03:00"
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "this" {
  for_each = var.node_pools

  name                    = each.key
  kubernetes_cluster_id   = azurerm_kubernetes_cluster.this.id
  vm_size                 = each.value.vm_size
  vnet_subnet_id          = var.subnet_id
  zones                   = var.zones
  os_sku                  = each.value.os_sku
  host_encryption_enabled = true
  auto_scaling_enabled    = true
  min_count               = each.value.min_count
  max_count               = each.value.max_count

  upgrade_settings {
    max_surge = "33%"
  }
}
