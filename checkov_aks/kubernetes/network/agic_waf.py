from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import APPLICATION_GATEWAY_WAF_POLICY
from checkov_aks.kubernetes.base.ingresses import is_application_gateway


class AgicWaf(ManifestCheck):
    """An application gateway filters attacks such as SQL injection only where a web application firewall policy
    applies. A policy of the whole gateway has to suit every application behind it and so is often lenient; one that is
    named by the Ingress applies to its own paths and survives a change of the gateway.

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
        appgw.ingress.kubernetes.io/waf-policy-for-path: >-
          /subscriptions/6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10/resourceGroups/shop/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/shop
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
        id="AKS_262",
        title="Application gateway ingress has a WAF policy",
        severity=Severity.LOW,
        guide="-",
        learn="concepts-network-ingress",
        fix="Set the annotation `appgw.ingress.kubernetes.io/waf-policy-for-path` to the ID of a WAF policy.",
    )
    kinds = ("Ingress",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        annotation = manifest.annotation(APPLICATION_GATEWAY_WAF_POLICY)
        return annotation.is_set().because(annotation.describe()).only_if(is_application_gateway(manifest))


check = AgicWaf()
