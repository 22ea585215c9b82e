"""What Terraform checks are made of. Checks import from here and read no raw configuration."""

from checkov_aks.common.check import CheckInfo, Severity
from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, all_of, any_of, verdict_of
from checkov_aks.terraform.base import azurerm
from checkov_aks.terraform.base.block import Block, Blocks
from checkov_aks.terraform.base.checks import ClusterCheck, Pool, PoolCheck, ResourceCheck
from checkov_aks.terraform.base.targets import Target
from checkov_aks.terraform.base.values import Value

__all__ = [
    "FAILED", "PASSED", "UNKNOWN", "Block", "Blocks", "CheckInfo", "ClusterCheck", "Pool", "PoolCheck",
    "ResourceCheck", "Severity", "Target", "Value", "Verdict", "all_of", "any_of", "azurerm", "verdict_of",
]  # fmt: skip
