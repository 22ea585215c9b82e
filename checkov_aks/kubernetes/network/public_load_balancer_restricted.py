from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict, any_of
from checkov_aks.kubernetes.base.load_balancers import is_public, open_source, sources


class PublicLoadBalancerRestricted(ManifestCheck):
    """For a public load balancer that says nothing of its clients, the controller adds a rule to the network security
    group of the nodes that admits the whole Internet. Address ranges or service tags narrow that rule; `0.0.0.0/0`
    among them opens it again. An admin page or a database port that was meant for one office is found by scanners
    within minutes.

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
        id="AKS_254",
        title="Public load balancer admits named sources only",
        severity=Severity.HIGH,
        guide="-",
        learn="configure-load-balancer-standard",
        fix="List the clients in `spec.loadBalancerSourceRanges`, or make the load balancer internal.",
    )
    kinds = ("Service",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        listed = any_of(source.is_set() for source in sources(manifest))
        opened, reason = open_source(manifest)
        restricted = listed.because("the load balancer is public and admits any source") & (~opened).because(reason)
        return restricted.only_if(is_public(manifest))


check = PublicLoadBalancerRestricted()
