"""The folder for `checkov --external-checks-dir`: this file and one module, nothing else."""
