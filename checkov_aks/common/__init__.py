"""What Terraform and Kubernetes checks share: their declaration, their verdict, the registry and the settings."""
