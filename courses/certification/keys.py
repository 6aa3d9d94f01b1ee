"""The issuer's signing keys: files outside the database, made once, every retired one still published.

`PV_KEYS_DIR` holds `ed25519-1.pem` and `rsa-1.pem`; to rotate, put `ed25519-2.pem` beside them: the highest
number signs, and the others stay in the DID document so that earlier credentials still verify.
"""

import fcntl
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from django.conf import settings

PRIVATE = re.compile(r"(ed25519|rsa)-(\d+)\.pem")
KINDS = ("ed25519", "rsa")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in PEM; `name` is the fragment that points at it in the DID document."""

    kind: str
    number: int
    pem: bytes

    @property
    def name(self) -> str:
        return f"key-{self.kind}-{self.number}"

    @property
    def public_pem(self) -> bytes:
        private = serialization.load_pem_private_key(self.pem, password=None)
        return private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )


def keys_dir() -> Path:
    return Path(getattr(settings, "PV_KEYS_DIR", None) or Path(settings.MEDIA_ROOT).parent / "keys")


def signing_keys() -> list[SigningKey]:
    """Every key, the newest of each kind first; the first of each is made when there is none."""
    folder = keys_dir()
    for kind in KINDS:
        if not any(folder.glob(f"{kind}-*.pem")):
            _make(folder, kind)
    found = [
        SigningKey(match[1], int(match[2]), path.read_bytes())
        for path in folder.iterdir()
        if (match := PRIVATE.fullmatch(path.name))
    ]
    return sorted(found, key=lambda key: (KINDS.index(key.kind), -key.number))


def signing_key(kind: str) -> SigningKey:
    """The key that signs now."""
    return next(key for key in signing_keys() if key.kind == kind)


def _make(folder: Path, kind: str) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{kind}-1.pem"
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            return
        draft = folder / f"{kind}-1.part"
        draft.touch(mode=0o600)
        draft.write_bytes(_new(kind))
        draft.replace(target)


def _new(kind: str) -> bytes:
    private: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
    if kind == "ed25519":
        private = ed25519.Ed25519PrivateKey.generate()
    else:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
