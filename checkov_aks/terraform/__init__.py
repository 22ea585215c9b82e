"""The pack of Terraform checks for the azurerm provider."""

EXPECTED_CHECKS = 67
FRAMEWORKS = ("terraform", "terraform_json", "terraform_plan")
