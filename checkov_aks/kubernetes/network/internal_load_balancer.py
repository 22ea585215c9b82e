from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import LOAD_BALANCER_INTERNAL
from checkov_aks.kubernetes.base.load_balancers import is_load_balancer


class InternalLoadBalancer(ManifestCheck):
    """A Service of type `LoadBalancer` gets a public IP address, and a rule in the network security group that admits
    the Internet to it, unless an annotation says otherwise. The controller compares that annotation exactly: with
    `"True"` or `"yes"` the address is public all the same. What only other applications of the company call belongs
    behind an address of the virtual network.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: orders
      namespace: shop
    spec:
      type: LoadBalancer
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
        service.beta.kubernetes.io/azure-load-balancer-internal: "true"
    spec:
      type: LoadBalancer
      selector:
        app: orders
      ports:
        - port: 443
    ```
    """

    info = CheckInfo(
        id="AKS_253",
        title="Load balancer is internal",
        severity=Severity.MEDIUM,
        guide="-",
        learn="internal-lb",
        fix='Set the annotation `service.beta.kubernetes.io/azure-load-balancer-internal: "true"`, in quotes.',
    )
    kinds = ("Service",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        annotation = manifest.annotation(LOAD_BALANCER_INTERNAL)
        internal = annotation.is_in("true").because(f"{annotation.describe()}, so that the load balancer is public")
        return internal.only_if(is_load_balancer(manifest))


check = InternalLoadBalancer()
