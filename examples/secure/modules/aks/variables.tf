variable "name" {
  type = string
}

variable "location" {
  type = string
}

variable "resource_group_name" {
  type = string
}

variable "identity_id" {
  type = string
}

variable "subnet_id" {
  type = string
}

variable "log_analytics_workspace_id" {
  type = string
}

variable "admin_group_object_ids" {
  type = list(string)
}

variable "key_vault_key_id" {
  type = string
}

variable "zones" {
  type    = list(string)
  default = ["1", "2", "3"]
}

variable "node_pools" {
  type = map(object({
    vm_size   = string
    min_count = number
    max_count = number
    os_sku    = optional(string, "AzureLinux")
  }))
  default = {}
}
