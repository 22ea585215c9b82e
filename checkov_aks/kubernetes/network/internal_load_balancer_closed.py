from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.load_balancers import is_internal, is_load_balancer, open_source


class InternalLoadBalancerClosed(ManifestCheck):
    """An internal load balancer needs no source ranges to be reached from its virtual network. With the range
    `0.0.0.0/0` the controller adds a rule to the network security group of the nodes that admits the whole Internet,
    only because a range was copied from a public service. Whatever routes traffic in, such as a firewall's rule or a
    public address on a node, then finds the port open.

    ## Fails

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
      loadBalancerSourceRanges:
        - 0.0.0.0/0
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
        id="AKS_255",
        title="Internal load balancer does not admit the Internet",
        severity=Severity.HIGH,
        guide="-",
        learn="internal-lb",
        fix=(
            "Remove `0.0.0.0/0` and `::/0` from the sources, or name the ranges of the networks that need the service."
        ),
    )
    kinds = ("Service",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        opened, reason = open_source(manifest)
        return (~opened).because(reason).only_if(is_load_balancer(manifest) & is_internal(manifest))


check = InternalLoadBalancerClosed()
