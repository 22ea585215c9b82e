"""The pack of checks for Kubernetes manifests."""

EXPECTED_CHECKS = 60
