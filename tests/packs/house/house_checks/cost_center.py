from checkov_aks.terraform.base import Block, CheckInfo, ClusterCheck, Severity, Verdict


class CostCenter(ClusterCheck):
    """A company's own rule, in its own pack."""

    info = CheckInfo(
        id="HOUSE_1",
        title="AKS cluster has a cost center",
        severity=Severity.HIGH,
        guide="-",
        learn="use-tags",
        fix='Set `tags = { cost_center = "..." }`.',
    )

    def evaluate(self, cluster: Block) -> Verdict:
        return cluster["tags"].is_set()


check = CostCenter()
