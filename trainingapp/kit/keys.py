"""Signing keys: one for each purpose, made at first use, known by its public half (trust rule 18)."""

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)


@dataclass(frozen=True)
class SigningKey:
    """A key of this register, for one purpose."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The public half, as PEM."""
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def id(self) -> str:
        """The fingerprint of the public half."""
        return fingerprint(self.public)

    def sign(self, message: bytes) -> str:
        """The signature, in hexadecimal."""
        return self.private.sign(message).hex()


def fingerprint(public: bytes) -> str:
    """The id of a public key: the first 16 hexadecimal digits of the SHA-256 of its PEM."""
    return hashlib.sha256(public).hexdigest()[:16]


def signing_key(folder: Path, purpose: str) -> SigningKey:
    """The key for a purpose, from `folder/<purpose>.private.pem`; made there, readable by its owner only, if need be.

    The public half stands beside it under its id and stays when the private one is taken away to make a new one. Two
    processes that start together agree on one key.
    """
    place = folder / f"{purpose}.private.pem"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with tempfile.NamedTemporaryFile(dir=folder) as new:  # for its owner only
            new.write(made)
            new.flush()
            os.fsync(new.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(new.name, place)  # whole, or not at all
    private = load_pem_private_key(place.read_bytes(), None)
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError(f"{place} holds another kind of key")
    key = SigningKey(private)
    public = folder / f"{purpose}.{key.id}.public.pem"
    if not public.exists():
        public.write_bytes(key.public)
    return key


def is_signed(message: bytes, signature: str, public: bytes) -> bool:
    """Whether the signature (hexadecimal) is this key's for this message."""
    key = load_pem_public_key(public)
    if not isinstance(key, Ed25519PublicKey):
        return False
    try:
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
