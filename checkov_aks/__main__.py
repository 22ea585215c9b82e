"""`python -m checkov_aks` is `checkov-aks`."""

from checkov_aks.cli.main import main

if __name__ == "__main__":
    main()
