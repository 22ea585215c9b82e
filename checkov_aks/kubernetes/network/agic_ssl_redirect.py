from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import APPLICATION_GATEWAY_SSL_REDIRECT
from checkov_aks.kubernetes.base.ingresses import is_application_gateway, serves_https


class AgicSslRedirect(ManifestCheck):
    """The Application Gateway ingress controller adds an HTTPS listener for an Ingress with a certificate, but it
    redirects from HTTP only if the annotation asks for it. Without, people who type the address without `https` stay on
    plain HTTP, or get an error, and a cookie or password of theirs can be read on the way.

    ## Fails

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: orders
      namespace: shop
    spec:
      ingressClassName: azure-application-gateway
      tls:
        - hosts: [shop.contoso.com]
          secretName: shop-tls
      rules:
        - host: shop.contoso.com
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: orders
                    port:
                      number: 80
    ```

    ## Passes

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: orders
      namespace: shop
      annotations:
        appgw.ingress.kubernetes.io/ssl-redirect: "true"
    spec:
      ingressClassName: azure-application-gateway
      tls:
        - hosts: [shop.contoso.com]
          secretName: shop-tls
      rules:
        - host: shop.contoso.com
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: orders
                    port:
                      number: 80
    ```
    """

    info = CheckInfo(
        id="AKS_261",
        title="Application gateway ingress redirects HTTP to HTTPS",
        severity=Severity.MEDIUM,
        guide="-",
        learn="concepts-network-ingress",
        fix='Set the annotation `appgw.ingress.kubernetes.io/ssl-redirect: "true"`.',
    )
    kinds = ("Ingress",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        annotation = manifest.annotation(APPLICATION_GATEWAY_SSL_REDIRECT)
        redirects = annotation.folds_to("true").because(f"{annotation.describe()}, so that HTTP is not redirected")
        return redirects.only_if(is_application_gateway(manifest) & serves_https(manifest))


check = AgicSslRedirect()
