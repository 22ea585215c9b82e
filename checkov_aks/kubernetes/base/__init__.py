"""What Kubernetes checks are made of. Checks import from here and read no raw manifest."""

from checkov_aks.common.check import CheckInfo, Severity
from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict, all_of, any_of, verdict_of
from checkov_aks.kubernetes.base.checks import GraphCheck, ManifestCheck, PodCheck, PodGraphCheck
from checkov_aks.kubernetes.base.kinds import CONTROLLERS, POD_KINDS
from checkov_aks.kubernetes.base.manifest import Manifest, Pod
from checkov_aks.kubernetes.base.scan import Scan, agreed
from checkov_aks.kubernetes.base.values import Value

__all__ = [
    "CONTROLLERS", "FAILED", "PASSED", "POD_KINDS", "UNKNOWN", "CheckInfo", "GraphCheck", "Manifest", "ManifestCheck",
    "Pod", "PodCheck", "PodGraphCheck", "Scan", "Severity", "Value", "Verdict", "agreed", "all_of", "any_of",
    "verdict_of",
]  # fmt: skip
