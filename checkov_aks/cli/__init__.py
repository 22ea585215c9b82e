"""The `checkov-aks` command, one module a subcommand."""
