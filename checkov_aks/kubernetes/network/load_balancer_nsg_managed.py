from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import LOAD_BALANCER_WITHOUT_NSG_RULE
from checkov_aks.kubernetes.base.load_balancers import is_load_balancer, is_on


class LoadBalancerNsgManaged(ManifestCheck):
    """The controller writes the rules of the network security group that belong to a load balancer, and removes them
    with it. With the annotation `azure-disable-load-balancer-nsg-rule` it writes none: the ranges and service tags of
    the Service do not reach the network security group, and rules made by hand instead are often too wide and outlive
    the Service.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: orders
      namespace: shop
      annotations:
        service.beta.kubernetes.io/azure-disable-load-balancer-nsg-rule: "true"
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
    spec:
      type: LoadBalancer
      loadBalancerSourceRanges:
        - 203.0.113.0/24
      selector:
        app: orders
      ports:
        - port: 443
    ```
    """

    info = CheckInfo(
        id="AKS_257",
        title="Load balancer keeps its network security group rules",
        severity=Severity.HIGH,
        guide="NSG Configuration",
        learn="configure-load-balancer-standard",
        fix="Remove the annotation `service.beta.kubernetes.io/azure-disable-load-balancer-nsg-rule`.",
    )
    kinds = ("Service",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        annotation = manifest.annotation(LOAD_BALANCER_WITHOUT_NSG_RULE)
        return (~is_on(annotation)).because(annotation.describe()).only_if(is_load_balancer(manifest))


check = LoadBalancerNsgManaged()
