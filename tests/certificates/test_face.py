"""The face: everything printed, frozen, with its hash (E3)."""

import json
from dataclasses import FrozenInstanceError, fields, replace
from datetime import date, timedelta

import pytest

from tests.certificates.faces import FACES, JOSE, SHORT
from trainingapp.certificates.face import Face


@pytest.mark.parametrize("name", FACES)
def test_a_face_is_read_back_equal_and_with_the_same_hash(name: str):
    face = FACES[name]
    read = Face.from_json(face.to_json())
    assert read == face
    assert read.sha256 == face.sha256
    assert read.to_json() == face.to_json()


def test_a_change_of_any_field_changes_the_hash():
    hashes = {JOSE.sha256}
    for field in fields(Face):
        value = getattr(JOSE, field.name)
        if isinstance(value, bool):
            other: object = not value
        elif isinstance(value, int):
            other = value + 1
        elif isinstance(value, date):
            other = value + timedelta(1 if field.name != "completed_on" else -1)
        elif isinstance(value, tuple):
            other = value[1:]
        else:
            other = "other"
        hashes.add(replace(JOSE, **{field.name: other}).sha256)
    assert len(hashes) == len(fields(Face)) + 1


def test_a_face_holds_no_birth_date_no_address_and_no_service_number():
    names = " ".join(field.name for field in fields(Face))
    assert not any(word in names for word in ("birth", "mail", "service", "sex", "passport"))


def test_what_is_absent_is_left_out_of_the_text_so_that_later_fields_do_not_change_old_hashes():
    assert {"valid_through", "place", "holder_name_original"}.isdisjoint(json.loads(SHORT.to_json()))


def test_a_face_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        JOSE.rank = "Colonel"  # type: ignore[misc]


@pytest.mark.parametrize(
    "wrong",
    [
        {"holder_name": " "},
        {"holder_name": "Jose\u0301"},
        {"holder_name": "Ali\u202emalik"},
        {"holder_name": "A\nB"},
        {"title": "x" * 301},
        {"minutes": 0},
        {"valid_through": date(2017, 9, 24)},
        {"issued_on": date(2017, 9, 24)},
    ],
)
def test_a_face_that_could_deceive_or_contradicts_itself_is_refused(wrong: dict[str, object]):
    with pytest.raises(ValueError):  # noqa: PT011 - each says its own sentence
        replace(JOSE, **wrong)


def test_a_certificate_may_end_on_the_day_of_the_training():
    assert replace(JOSE, valid_through=JOSE.completed_on).valid_through == JOSE.completed_on


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(birth_date="1990-01-01"),
        lambda said: said.pop("rank"),
        lambda said: said.update(minutes="1140"),
        lambda said: said.update(minutes=True),
        lambda said: said.update(covers_gender=1),
        lambda said: said.update(completed_on="25/09/2017"),
        lambda said: said.update(completed_on=20170925),
        lambda said: said.update(topics=[["only a code"]]),
        lambda said: said.update(rank=7),
        lambda said: said.update(place=7),
    ],
)
def test_a_stored_face_with_an_unknown_missing_or_wrong_field_is_refused(change):
    said = json.loads(JOSE.to_json())
    change(said)
    with pytest.raises(ValueError):  # noqa: PT011 - each says its own sentence
        Face.from_json(json.dumps(said))


def test_what_is_no_object_is_no_face():
    with pytest.raises(ValueError, match="JSON object"):
        Face.from_json("[]")
