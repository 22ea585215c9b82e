from checkov_aks.kubernetes.base import (
    PASSED,
    UNKNOWN,
    CheckInfo,
    GraphCheck,
    Manifest,
    Scan,
    Severity,
    Verdict,
)
from checkov_aks.kubernetes.base.labels import pairs_of


class UniqueServiceSelectors(GraphCheck):
    """Two Services with the same selector send to the same pods. Mostly one of them was copied and its selector
    forgotten, so that requests for one application reach another. Deployment safeguards of AKS warn about it, and
    refuse the second Service where they are enforced. A headless Service beside an ordinary one, as a StatefulSet needs
    it, is fine.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: orders
      namespace: shop
    spec:
      selector:
        app: orders
      ports:
        - port: 443
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: orders-metrics
      namespace: shop
    spec:
      selector:
        app: orders
      ports:
        - port: 9090
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: orders
      namespace: shop
    spec:
      selector:
        app: orders
      ports:
        - port: 443
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: orders-metrics
      namespace: shop
    spec:
      selector:
        app: orders-metrics
      ports:
        - port: 9090
    ```
    """

    info = CheckInfo(
        id="AKS_760",
        title="Service selector is unique in its namespace",
        severity=Severity.LOW,
        guide="-",
        learn="deployment-safeguards",
        fix="Merge the Services, or give each a `spec.selector` of its own.",
    )
    kinds = ("Service",)

    def evaluate(self, manifest: Manifest, scan: Scan) -> Verdict:
        if not self.counts(manifest).passed:
            return UNKNOWN
        unique = PASSED if pairs_of(manifest["spec.selector"]) is not None else UNKNOWN
        for other, same in scan.with_equal(manifest, "Service", "spec.selector"):
            clash = same & self.counts(other) & ~other.name.equals(manifest.name)
            unique &= (~clash).because(f"Service `{other.name.raw}` has the same selector")
            if unique.failed or (unique.unknown and same.unknown):
                break
        return unique

    def counts(self, service: Manifest) -> Verdict:
        """Whether a Service has a selector and an address of its own: a headless one accompanies others."""
        return service["spec.selector"].is_set() & ~service["spec.clusterIP"].is_in("None")


check = UniqueServiceSelectors()
