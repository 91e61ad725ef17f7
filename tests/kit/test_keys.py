"""Signing keys: one for each purpose, made once, known by their public half (trust rule 18)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from trainingapp.kit.keys import fingerprint, is_signed, signing_key


def test_a_key_is_made_once_and_its_owner_alone_can_read_it(tmp_path: Path):
    key = signing_key(tmp_path / "keys", "heads")
    assert signing_key(tmp_path / "keys", "heads").id == key.id
    assert (tmp_path / "keys" / "heads.private.pem").stat().st_mode & 0o077 == 0


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: signing_key(tmp_path, "heads").id, range(16)))
    assert len(set(ids)) == 1


def test_each_purpose_has_its_own_key(tmp_path: Path):
    assert signing_key(tmp_path, "heads").id != signing_key(tmp_path, "certificates").id


def test_a_new_key_leaves_the_old_public_half_in_place(tmp_path: Path):
    old = signing_key(tmp_path, "heads")
    (tmp_path / "heads.private.pem").unlink()
    new = signing_key(tmp_path, "heads")
    publics = {path.read_bytes() for path in tmp_path.glob("heads.*.public.pem")}
    assert publics == {old.public, new.public}


def test_a_signature_holds_for_its_message_and_its_key_alone(tmp_path: Path):
    key, other = signing_key(tmp_path, "heads"), signing_key(tmp_path, "certificates")
    signature = key.sign(b"entry 7")
    assert is_signed(b"entry 7", signature, key.public)
    assert not is_signed(b"entry 8", signature, key.public)
    assert not is_signed(b"entry 7", signature, other.public)
    assert not is_signed(b"entry 7", "not even hexadecimal", key.public)
    assert fingerprint(key.public) == key.id
