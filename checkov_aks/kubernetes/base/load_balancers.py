"""Load balancers that Azure's cloud controller makes for Services.

https://learn.microsoft.com/azure/aks/internal-lb
https://learn.microsoft.com/azure/aks/configure-load-balancer-standard
https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from typing import Final

from checkov_aks.common.verdict import FAILED, UNKNOWN, Verdict, any_of, verdict_of
from checkov_aks.kubernetes.base.azure import (
    ALLOWED_IP_RANGES,
    ALLOWED_SERVICE_TAGS,
    LOAD_BALANCER_INTERNAL,
    SOURCE_RANGES,
)
from checkov_aks.kubernetes.base.manifest import Manifest
from checkov_aks.kubernetes.base.values import UNRESOLVED, Value, read

# As a network security group names everyone: https://learn.microsoft.com/azure/virtual-network/service-tags-overview
EVERYONE: Final = ("internet", "*")


def is_load_balancer(service: Manifest) -> Verdict:
    """Whether Azure's controller makes a load balancer of a Service. One with a class is another controller's.

    https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-class
    """
    return service["spec.type"].is_in("LoadBalancer") & ~service["spec.loadBalancerClass"].is_set()


def is_internal(service: Manifest) -> Verdict:
    """Whether a load balancer has an address of the virtual network: only if the annotation is exactly "true"."""
    return service.annotation(LOAD_BALANCER_INTERNAL).is_text("true")


def is_public(service: Manifest) -> Verdict:
    """Whether a Service is a load balancer with a public address."""
    return is_load_balancer(service) & ~is_internal(service)


def is_on(annotation: Value) -> Verdict:
    """Whether an annotation is "true" in any case, as the controller reads all but the one for internal ones."""
    return annotation.folds_to("true") if annotation.absent or annotation.text() is not None else UNKNOWN


def elements(annotation: Value, separator: str | None = None) -> Iterator[Value]:
    """The parts of an annotation that holds a list; one with a placeholder has unknown parts besides those it shows."""
    if annotation.absent:
        return
    if not isinstance(annotation.raw, str):
        yield replace(UNRESOLVED, path=annotation.path)
        return
    for part in annotation.raw.split(separator):
        yield read(part.strip(), annotation.path)
    if annotation.unknown:  # a placeholder may have been split, too
        yield annotation


def sources(service: Manifest) -> tuple[Value, ...]:
    """The address ranges and service tags that a load balancer admits; none where it says nothing of them."""
    lists = (ALLOWED_IP_RANGES, ALLOWED_SERVICE_TAGS, SOURCE_RANGES)
    annotated = (element for name in lists for element in elements(service.annotation(name), ","))
    return (*service["spec.loadBalancerSourceRanges"].each(), *annotated)


def open_source(service: Manifest) -> tuple[Verdict, str]:
    """Whether one of the sources is the whole Internet, and what to say of it."""
    found = [(_is_everyone(source), source) for source in sources(service)]
    shown = next((source for verdict, source in found if verdict.passed), None)
    return any_of(verdict for verdict, _ in found), f"{shown.describe()}, which is everyone" if shown else ""


def _is_everyone(source: Value) -> Verdict:
    if source.absent:
        return FAILED
    text = source.text()
    if text is None:
        return UNKNOWN
    try:
        return verdict_of(ip_network(text.strip(), strict=False).prefixlen == 0)
    except ValueError:
        return verdict_of(text.strip().lower() in EVERYONE)
