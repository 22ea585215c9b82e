# Interruptible work: cheap machines that may go away.
resource "azurerm_kubernetes_cluster_node_pool" "spot" {
  name                    = "spot"
  kubernetes_cluster_id   = module.aks.cluster_id
  vm_size                 = "Standard_D8s_v5"
  vnet_subnet_id          = azurerm_subnet.nodes.id
  priority                = "Spot"
  eviction_policy         = "Delete"
  spot_max_price          = -1
  os_sku                  = "AzureLinux"
  host_encryption_enabled = true
  auto_scaling_enabled    = true
  min_count               = 0
  max_count               = 10

  node_labels = {
    "kubernetes.azure.com/scalesetpriority" = "spot"
  }

  node_taints = [
    "kubernetes.azure.com/scalesetpriority=spot:NoSchedule",
  ]
}
