"""The pack of checks for Kubernetes manifests."""

EXPECTED_CHECKS = 60
FRAMEWORKS = ("kubernetes", "helm", "kustomize")
