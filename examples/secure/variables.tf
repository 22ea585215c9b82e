variable "environment" {
  type    = string
  default = "prod"
}

variable "location" {
  type    = string
  default = "westeurope"
}

variable "admin_group_object_ids" {
  description = "The Entra groups whose members administer the cluster."
  type        = list(string)
  default     = ["11111111-1111-1111-1111-111111111111"]
}

variable "etcd_key_id" {
  description = "The Key Vault key that encrypts etcd."
  type        = string
}
