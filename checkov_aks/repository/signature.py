"""Signatures as `checkov --external-checks-public-key` wants them: ECDSA P-256 with SHA-256 over all bytes of a file
before its last line, which holds the signature in DER as hexadecimal text.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecdsa import SigningKey, VerifyingKey

TRAILER: Final = b"# checkov-digest: "
SIGNED: Final = re.compile(rb"(.*)^" + TRAILER + rb"([0-9a-f]{126,144})\n\Z", re.DOTALL | re.MULTILINE)


class KeyFileError(Exception):
    """A key that cannot be used; the text says why."""


def private_key(path: Path) -> SigningKey:
    """A private key on the curve P-256 from a PEM file without password. Raises `KeyFileError`."""
    from ecdsa import SigningKey

    return _checked(path, SigningKey.from_pem)


def public_key(path: Path) -> VerifyingKey:
    """A public key on the curve P-256 from a PEM file. Raises `KeyFileError`."""
    from ecdsa import VerifyingKey

    return _checked(path, VerifyingKey.from_pem)


def _checked(path: Path, read: Callable[[str], Any]) -> Any:
    from ecdsa import NIST256p
    from ecdsa.der import UnexpectedDER
    from ecdsa.errors import MalformedPointError

    try:
        key = read(path.read_text(encoding="ascii"))
    except (OSError, ValueError, UnexpectedDER, MalformedPointError, AssertionError, IndexError, TypeError) as error:
        raise KeyFileError(f"cannot read the key {path}: {error or type(error).__name__}") from error
    if key.curve != NIST256p:
        raise KeyFileError(f"{path}: a key on the curve {key.curve.name}; Checkov takes P-256 only")
    return key


def signed(content: bytes, key: SigningKey) -> bytes:
    """The content with its signature; it ends with a line break before. The same key makes the same signature."""
    from ecdsa.util import sigencode_der

    signature: bytes = key.sign_deterministic(content, hashfunc=sha256, sigencode=sigencode_der)
    return content + TRAILER + signature.hex().encode() + b"\n"


def is_signed_by(content: bytes, key: VerifyingKey) -> bool:
    """Whether the last line of a file is a signature of the rest that the key fits."""
    from ecdsa import BadSignatureError
    from ecdsa.der import UnexpectedDER
    from ecdsa.util import sigdecode_der

    found = SIGNED.match(content)
    if found is None:
        return False
    try:
        return bool(key.verify(bytes.fromhex(found[2].decode()), found[1], hashfunc=sha256, sigdecode=sigdecode_der))
    except (BadSignatureError, UnexpectedDER, ValueError):
        return False
