from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict, all_of
from checkov_aks.kubernetes.base.azure import POD_SECURITY


class PodSecurityAuditWarn(ManifestCheck):
    """The label `enforce` acts on pods only: a deployment that breaks the rules is accepted, and its pods then never
    appear. With `warn` whoever applies it is told at once, and with `audit` the violation is in the audit log. Weaker
    than `enforce` they say nothing about the pods that are refused; stricter, they show what the next level would
    refuse.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
      labels:
        pod-security.kubernetes.io/enforce: restricted
        pod-security.kubernetes.io/warn: baseline
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
      labels:
        pod-security.kubernetes.io/enforce: baseline
        pod-security.kubernetes.io/audit: restricted
        pod-security.kubernetes.io/warn: restricted
    ```
    """

    info = CheckInfo(
        id="AKS_352",
        title="Namespace audits and warns of pods against its pod security standard",
        severity=Severity.LOW,
        guide="Pod Security",
        learn="use-psa",
        fix="Set the labels `pod-security.kubernetes.io/audit` and `warn` to the level of `enforce` or a stricter one.",
    )
    kinds = ("Namespace",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        enforce, *others = (manifest.label(POD_SECURITY + mode) for mode in ("enforce", "audit", "warn"))
        baseline_will_do = ~enforce.is_in("restricted")
        verdicts = (
            (label.is_in("restricted") | (label.is_in("baseline") & baseline_will_do)).because(label.describe())
            for label in others
        )
        return all_of(verdicts).only_if(enforce.is_set())


check = PodSecurityAuditWarn()
