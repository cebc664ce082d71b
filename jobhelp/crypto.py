"""Field encryption, blind indexes, passwords and one-time codes. Keys never stand beside the data.

Cipher text is `version(1) | key id(1) | nonce(12) | AES-256-GCM(cipher + tag)`. The associated data bind it to
`table.column` and to the row's own uid, so that a value copied into another cell or row does not decrypt.
Sub-keys are derived with HKDF for each purpose. The first version byte names the suite, so that another
(SM4, say) can be added without touching old rows.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jobhelp.errors import UnsafeSettings

AES_GCM_V1 = 1
_HEADER = 2
_NONCE = 12
# OWASP's argon2id minimum; about 50 ms on the two-core machine on which it was measured.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


class Undecipherable(Exception):
    """A stored value does not decrypt: wrong key, wrong cell, or damaged."""


@dataclass(frozen=True)
class Keyring:
    """Master keys by id (1–255; 32 bytes each); `active` encrypts, all decrypt."""

    active: int
    masters: dict[int, bytes] = field(repr=False)

    @classmethod
    def load(cls, path: Path, *, create: bool = False) -> "Keyring":
        """Read the key file (JSON: active, keys). With `create` a missing file is made, for development only."""
        if not path.exists():
            if not create:
                raise UnsafeSettings(f"The key file {path} does not exist.")
            write_key_file(path)
        try:
            document = json.loads(path.read_text(encoding="ascii"))
            masters = {int(key): base64.b64decode(value) for key, value in document["keys"].items()}
            ring = cls(active=int(document["active"]), masters=masters)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnsafeSettings(f"The key file {path} cannot be read: {error}") from None
        if ring.active not in masters or any(len(key) != 32 for key in masters.values()):
            raise UnsafeSettings(f"The key file {path} needs an active key, and keys of 32 bytes.")
        return ring

    def derive(self, purpose: str, key_id: int | None = None) -> bytes:
        """The 32-byte sub-key for `purpose` under the active (or the given) master key."""
        key_id = self.active if key_id is None else key_id
        if key_id not in self.masters:
            raise Undecipherable(f"no key with id {key_id}")
        cache: dict[tuple[str, int], bytes] = self.__dict__.setdefault("_derived", {})
        if (purpose, key_id) not in cache:
            hkdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"jobhelp|{purpose}".encode())
            cache[purpose, key_id] = hkdf.derive(self.masters[key_id])
        return cache[purpose, key_id]

    def seal(self, plain: str, *, place: str, row: str) -> bytes:
        """Encrypt `plain` for the cell `place` ("table.column") of the row with uid `row`."""
        return self.seal_bytes(plain.encode(), place=place, row=row)

    def open(self, sealed: bytes, *, place: str, row: str) -> str:
        """Decrypt a value made by `seal` for the same cell. Raises `Undecipherable`."""
        return self.open_bytes(sealed, place=place, row=row).decode()

    def seal_bytes(self, plain: bytes, *, place: str, row: str) -> bytes:
        """As `seal`, for a file."""
        header = bytes([AES_GCM_V1, self.active])
        nonce = os.urandom(_NONCE)
        box = AESGCM(self.derive("field"))
        return header + nonce + box.encrypt(nonce, plain, _bound_to(place, row, header))

    def open_bytes(self, sealed: bytes, *, place: str, row: str) -> bytes:
        """As `open`, for a file. Raises `Undecipherable`."""
        header, nonce, body = sealed[:_HEADER], sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :]
        if len(sealed) < _HEADER + _NONCE + 16 or header[0] != AES_GCM_V1:
            raise Undecipherable("unknown cipher suite")
        try:
            box = AESGCM(self.derive("field", header[1]))
            return box.decrypt(nonce, body, _bound_to(place, row, header))
        except InvalidTag:
            raise Undecipherable("the value was not sealed for this cell, or it is damaged") from None

    def blind_index(self, kind: str, canonical: str) -> bytes:
        """A keyed digest (32 bytes) by which an encrypted value is found and kept unique.

        It uses the lowest key id, so that adding an encryption key does not lose any row.
        """
        key = self.derive("blind-index", min(self.masters))
        return hmac.digest(key, f"{kind}|{canonical}".encode(), "sha256")


def write_key_file(path: Path) -> None:
    """Make a key file with one fresh random key, readable by its owner only. Refuses to overwrite."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"active": 1, "keys": {"1": base64.b64encode(secrets.token_bytes(32)).decode()}}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(document, file)


class _Current:
    """The keyring of this process; set once by the application or the command that starts."""

    ring: Keyring | None = None


def use(ring: Keyring) -> None:
    """Make `ring` the process's keyring."""
    _Current.ring = ring


def keyring() -> Keyring:
    """The process's keyring. Nothing is ever written in plain because it is missing."""
    if _Current.ring is None:
        raise UnsafeSettings("No keys are loaded.")
    return _Current.ring


def hash_password(password: str) -> str:
    """An argon2id hash with its parameters recorded in it."""
    return _hasher.hash(password)


def verify_password(hashed: str | None, password: str) -> bool:
    """Whether `password` fits. A missing hash costs the same time, so that replies do not tell who exists."""
    try:
        return _hasher.verify(hashed or _NOBODY, password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(hashed: str) -> bool:
    """Whether the hash was made with older parameters."""
    return _hasher.check_needs_rehash(hashed)


def one_time_code(digits: int = 6) -> str:
    """A random decimal code."""
    return "".join(secrets.choice("0123456789") for _ in range(digits))


def digest_code(purpose: str, code: str) -> bytes:
    """A keyed digest under which a one-time code is stored."""
    return hmac.digest(keyring().derive("one-time-code"), f"{purpose}|{code}".encode(), "sha256")


def digest_text(text: str) -> str:
    """A plain SHA-256 in hex, for the identity of public content (never for personal data)."""
    return hashlib.sha256(text.encode()).hexdigest()


def _bound_to(place: str, row: str, header: bytes) -> bytes:
    return f"{place}|{row}|".encode() + header


_NOBODY = _hasher.hash("nobody has this password")
