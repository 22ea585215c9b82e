"""The pack of Terraform checks for the azurerm provider."""

EXPECTED_CHECKS = 67
