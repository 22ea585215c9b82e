from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict, any_of
from checkov_aks.kubernetes.base.azure import PRIVATE_LINK_CREATE, PRIVATE_LINK_VISIBILITY
from checkov_aks.kubernetes.base.load_balancers import elements, is_internal, is_load_balancer, is_on


class PrivateLinkVisibility(ManifestCheck):
    """With the visibility `*`, anyone with an Azure subscription who learns the alias of a Private Link service may ask
    for a connection to it. On a public load balancer a Private Link service protects nothing, because the address stays
    open beside it, and with floating IP, which is the default there, its connections do not even work.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: orders
      namespace: shop
      annotations:
        service.beta.kubernetes.io/azure-load-balancer-internal: "true"
        service.beta.kubernetes.io/azure-pls-create: "true"
        service.beta.kubernetes.io/azure-pls-visibility: "*"
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
        service.beta.kubernetes.io/azure-pls-create: "true"
        service.beta.kubernetes.io/azure-pls-visibility: "6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10"
    spec:
      type: LoadBalancer
      selector:
        app: orders
      ports:
        - port: 443
    ```
    """

    info = CheckInfo(
        id="AKS_258",
        title="Private Link service is internal and visible to named subscriptions only",
        severity=Severity.MEDIUM,
        guide="-",
        learn="internal-lb",
        fix=(
            "List subscription IDs in the annotation `service.beta.kubernetes.io/azure-pls-visibility`, "
            "and make the load balancer internal."
        ),
    )
    kinds = ("Service",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        visibility = manifest.annotation(PRIVATE_LINK_VISIBILITY)
        named = (~any_of(element.is_in("*") for element in elements(visibility))).because(visibility.describe())
        internal = is_internal(manifest).because("the load balancer of the Private Link service is public")
        created = is_load_balancer(manifest) & is_on(manifest.annotation(PRIVATE_LINK_CREATE))
        return (named & internal).only_if(created)


check = PrivateLinkVisibility()
