from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict, any_of


class NoExternalIps(ManifestCheck):
    """Every node takes traffic for an address in `externalIPs` as its own, without asking who owns it. Whoever may
    create a Service can so intercept what other pods send to any address, such as that of a payment provider
    (CVE-2020-8554). In AKS nothing routes such addresses to the nodes either, so that the field has no honest use
    there.

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
      externalIPs:
        - 203.0.113.10
      ports:
        - port: 443
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
    ```
    """

    info = CheckInfo(
        id="AKS_259",
        title="Service has no external IPs",
        severity=Severity.MEDIUM,
        guide="-",
        learn="policy-reference",
        fix="Remove `spec.externalIPs`; use a Service of type `LoadBalancer`, or an Ingress.",
    )
    kinds = ("Service",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        addresses = manifest["spec.externalIPs"]
        return (~any_of(address.is_set() for address in addresses.each())).because(addresses.describe())


check = NoExternalIps()
