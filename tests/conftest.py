"""Our own tests are strict: a check that raises fails the test instead of being logged."""

import os

os.environ["CHECKOV_AKS_STRICT"] = "1"
os.environ.setdefault("LOG_LEVEL", "ERROR")
