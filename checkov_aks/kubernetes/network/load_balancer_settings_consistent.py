from checkov_aks.kubernetes.base import (
    PASSED,
    UNKNOWN,
    CheckInfo,
    Manifest,
    ManifestCheck,
    Severity,
    Verdict,
    any_of,
    verdict_of,
)
from checkov_aks.kubernetes.base.azure import ALLOWED_IP_RANGES, ALLOWED_SERVICE_TAGS, LOAD_BALANCER_IDLE_TIMEOUT
from checkov_aks.kubernetes.base.load_balancers import is_load_balancer


class LoadBalancerSettingsConsistent(ManifestCheck):
    """The controller refuses a Service that names its clients both in `loadBalancerSourceRanges` and in the annotations
    for ranges or service tags, or it applies only some of them, depending on its version. It also refuses an idle
    timeout outside of 4 to 100 minutes. The Service then stays without an address, or keeps its old rules, and only an
    event tells why. `loadBalancerIP` is deprecated in Kubernetes and cannot hold an address of each family.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: orders
      namespace: shop
      annotations:
        service.beta.kubernetes.io/azure-allowed-service-tags: AzureFrontDoor.Backend
    spec:
      type: LoadBalancer
      loadBalancerSourceRanges:
        - 203.0.113.0/24
      selector:
        app: orders
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
      annotations:
        service.beta.kubernetes.io/azure-allowed-ip-ranges: 203.0.113.0/24
        service.beta.kubernetes.io/azure-allowed-service-tags: AzureFrontDoor.Backend
        service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout: "15"
    spec:
      type: LoadBalancer
      selector:
        app: orders
      ports:
        - port: 443
    ```
    """

    info = CheckInfo(
        id="AKS_256",
        title="Load balancer settings are valid together",
        severity=Severity.LOW,
        guide="-",
        learn="configure-load-balancer-standard",
        fix=(
            "Name the sources in one place, keep `azure-load-balancer-tcp-idle-timeout` in 4 to 100 and "
            "replace `spec.loadBalancerIP` with the annotation `azure-load-balancer-ipv4`."
        ),
    )
    kinds = ("Service",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        ranges, address = manifest["spec.loadBalancerSourceRanges"], manifest["spec.loadBalancerIP"]
        annotated = any_of(manifest.annotation(name).is_set() for name in (ALLOWED_IP_RANGES, ALLOWED_SERVICE_TAGS))
        both = any_of(source.is_set() for source in ranges.each()) & annotated
        once = (~both).because("sources are named in `spec.loadBalancerSourceRanges` and in annotations")
        current = (~address.is_set()).because(f"{address.describe()}, which is deprecated")
        return (once & self.timeout(manifest) & current).only_if(is_load_balancer(manifest))

    def timeout(self, manifest: Manifest) -> Verdict:
        """Whether the idle timeout, if there is one, is a number of minutes that Azure takes."""
        value = manifest.annotation(LOAD_BALANCER_IDLE_TIMEOUT)
        if value.absent or value.unknown:
            return PASSED if value.absent else UNKNOWN
        valid = verdict_of(value.lies_in(range(4, 101)))
        return valid.because(f"{value.describe()}, which is no number of minutes in 4 to 100")


check = LoadBalancerSettingsConsistent()
