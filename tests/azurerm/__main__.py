"""See `terraform`."""

import sys

from tests.azurerm.terraform import main

sys.exit(main(sys.argv[1:]))
