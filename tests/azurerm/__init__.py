"""Validates azurerm configurations and makes plans with the real Terraform, without Azure and without the provider."""
