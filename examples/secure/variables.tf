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

variable "control_plane_logs" {
  type = set(string)
  default = [
    "cluster-autoscaler",
    "guard",
    "kube-apiserver",
    "kube-audit-admin",
    "kube-controller-manager",
    "kube-scheduler",
  ]
}

variable "developers_group_id" {
  description = "The Entra group of the developers."
  type        = string
}

variable "tenant_id" {
  type = string
}
