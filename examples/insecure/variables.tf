variable "environment" {
  type    = string
  default = "prod"
}

variable "location" {
  type    = string
  default = "westeurope"
}

variable "client_id" {
  type = string
}

variable "client_secret" {
  type      = string
  sensitive = true
}

variable "tier" {
  type    = string
  default = "Free"
}

variable "ip_ranges" {
  type    = list(string)
  default = ["0.0.0.0/0"]
}

variable "developers_group_id" {
  type = string
}

variable "key_vault_id" {
  type = string
}
