"""Sealed values open in their own cell only, and no nonce comes twice (reliability checklist 48)."""

from pathlib import Path

import pytest

from jobhelp import crypto
from jobhelp.crypto import Keyring, Undecipherable


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    """A fresh key file's ring."""
    return Keyring.load(tmp_path / "keys.json", create=True)


def test_what_was_sealed_opens_in_its_own_cell_only(ring: Keyring) -> None:
    sealed = ring.seal("230103197001011234", place="seekers.id_number", row="a")
    assert ring.open(sealed, place="seekers.id_number", row="a") == "230103197001011234"
    for place, row in (("seekers.id_number", "b"), ("users.phone", "a")):
        with pytest.raises(Undecipherable):
            ring.open(sealed, place=place, row=row)


@pytest.mark.parametrize("at", [0, 1, 2, 13, 14, -1])
def test_one_changed_byte_is_found(ring: Keyring, at: int) -> None:
    sealed = bytearray(ring.seal("王小梅", place="seekers.name", row="a"))
    sealed[at] ^= 1
    with pytest.raises(Undecipherable):
        ring.open(bytes(sealed), place="seekers.name", row="a")


@pytest.mark.parametrize("stump", [b"", b"\x01", b"\x01\x01" + b"n" * 12])
def test_a_cut_value_is_no_value(ring: Keyring, stump: bytes) -> None:
    with pytest.raises(Undecipherable):
        ring.open(stump, place="seekers.name", row="a")


def test_a_hundred_thousand_nonces_are_all_different(ring: Keyring) -> None:
    nonces = {ring.seal("x", place="t.c", row="a")[2:14] for _ in range(100_000)}
    assert len(nonces) == 100_000


def test_a_new_key_seals_and_the_old_one_still_opens(ring: Keyring) -> None:
    old = ring.seal("旧", place="t.c", row="a")
    both = Keyring(active=2, masters=ring.masters | {2: b"k" * 32})
    assert both.open(old, place="t.c", row="a") == "旧"
    new = both.seal("新", place="t.c", row="a")
    assert new[1] == 2 and both.open(new, place="t.c", row="a") == "新"
    with pytest.raises(Undecipherable):
        ring.open(new, place="t.c", row="a")
    assert both.blind_index("phone", "1") == ring.blind_index("phone", "1")


def test_a_blind_index_depends_on_the_kind_the_value_and_the_key(ring: Keyring, tmp_path: Path) -> None:
    other = Keyring.load(tmp_path / "other.json", create=True)
    found = {ring.blind_index(kind, value) for kind in ("phone", "id_number") for value in ("1", "2")}
    assert len(found) == 4 and all(len(one) == 32 for one in found)
    assert ring.blind_index("phone", "1") != other.blind_index("phone", "1")


def test_a_key_file_is_for_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    crypto.write_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        crypto.write_key_file(path)
    assert "masters" not in repr(Keyring.load(path))
