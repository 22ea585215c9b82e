"""What a check declares about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

LEARN = "https://learn.microsoft.com/azure/aks/"


class Severity(str, Enum):
    """Checkov's severities."""

    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"
    INFO = "INFO"


@dataclass(frozen=True)
class CheckInfo:
    """The declaration of one check. Raises `ValueError` for an empty text or an ID that Checkov cannot filter by.

    id        permanent, `PREFIX_NUMBER`
    title     the state that is right, as a statement
    severity  of a failure
    guide     section of the security guide that asks for the practice; "-" where it goes beyond the guide
    learn     page below https://learn.microsoft.com/azure/aks/
    fix       the change that mends a failure, in one line of Markdown
    overlaps  IDs of Checkov's own checks that this one supersedes
    why       what this check does better than those
    """

    id: str
    title: str
    severity: Severity
    guide: str
    learn: str
    fix: str
    overlaps: tuple[str, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        # Checkov takes an ID without an underscore for a Kubernetes namespace.
        if not re.fullmatch(r"[A-Z][A-Z\d]*(_[A-Z\d]+)+", self.id):
            raise ValueError(f"check ID {self.id!r} is not of the form PREFIX_NUMBER")
        for field in ("title", "guide", "learn", "fix"):
            if not getattr(self, field).strip():
                raise ValueError(f"{self.id}: {field} is empty")

    @property
    def learn_url(self) -> str:
        """The Microsoft page that explains the practice."""
        return LEARN + self.learn
