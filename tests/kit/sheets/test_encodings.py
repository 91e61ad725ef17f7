"""Letters are known for certain or asked about; a name is never read in the wrong alphabet in silence."""

import pytest

from trainingapp.kit.sheets.book import Unreadable
from trainingapp.kit.sheets.reading import read
from trainingapp.rosters.columns import headers_in

ENGLISH = "Svc No;Name\n007;{name}\n"
CERTAIN = [
    ("utf-8", "Svc No;Name\n007;José Muñoz 张伟 محمد\n", "utf-8"),
    ("utf-8-sig", "Svc No;Name\n007;José\n", "utf-8-sig"),
    ("utf-16", "Svc No;Name\n007;José محمد\n", "utf-16"),
    ("utf-16-le", "Svc No;Name\n007;José\n", "utf-16-le"),
    ("utf-16-be", "Svc No;Name\n007;José\n", "utf-16-be"),
    ("cp1252", "Matricule;Nom;Prénom\n007;Lefèvre;José\n", "cp1252"),
    ("cp1251", "Личный номер;Фамилия;Имя\n007;Иванов;Пётр\n", "cp1251"),
    ("cp1256", "رقم الخدمة;الاسم الكامل\n007;محمد علي\n", "cp1256"),
    ("gb18030", "军号;姓名\n007;张伟\n", "gb18030"),
]


@pytest.mark.parametrize(("encoding", "text", "known"), CERTAIN, ids=[case[0] for case in CERTAIN])
def test_a_mark_a_law_of_the_encoding_or_a_known_heading_decides(encoding, text, known):
    book = read(text.encode(encoding), headers_in=headers_in)
    assert not book.is_asking
    assert book.encoding == known
    assert [";".join(row) for row in book.rows] == text.splitlines()


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "José Muñoz"),
        ("cp1250", "Kovačević"),
        ("cp1254", "Şahin Yıldız"),
        ("cp1251", "Пётр Иванов"),
        ("cp1256", "محمد علي"),
        ("gb18030", "张伟 国"),
    ],
)
def test_without_such_evidence_the_person_chooses_among_previews_and_the_true_one_is_there(encoding, name):
    data = ENGLISH.format(name=name).encode(encoding)
    book = read(data, headers_in=headers_in)
    assert book.is_asking
    assert not book.rows
    shown = {choice.encoding: choice.preview for choice in book.encodings_asked}
    assert f"007;{name}" in shown[encoding]
    assert read(data, encoding=encoding).rows[1][1] == name


def test_the_reading_that_mixes_no_alphabets_is_offered_first():
    asked = read(ENGLISH.format(name="José Muñoz").encode("cp1252")).encodings_asked
    assert asked[0].preview[1] == "007;José Muñoz"
    assert asked[-1].preview[1] != "007;José Muñoz"


def test_the_preview_shows_the_lines_that_differ_even_far_below():
    data = ("Svc No;Name\n" + "007;Ali\n" * 500 + "008;José\n").encode("cp1252")
    assert "008;José" in read(data).encodings_asked[0].preview


def test_an_answer_that_does_not_fit_is_refused_with_the_row():
    with pytest.raises(Unreadable, match="row 2") as refusal:
        read(ENGLISH.format(name="José").encode("cp1252"), encoding="utf-8")
    assert refusal.value.code == "encoding_wrong"


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "hex", ""])
def test_an_encoding_that_does_not_exist_is_refused(name):
    data = ENGLISH.format(name="José").encode("cp1252")
    if not name:
        assert read(data, encoding="").is_asking
        return
    with pytest.raises(Unreadable, match="no encoding called"):
        read(data, encoding=name)


def test_plain_ascii_is_never_asked_about():
    assert read(b"Svc No;Name\n007;Ali\n").encoding == "utf-8"


def test_a_long_line_without_an_end_is_judged_in_time():
    assert read(b"a" * 100_000 + b"\xe9").is_asking
    assert read((b"\xe9" * 50 + b"," + b"x" * 50 + b"\n") * 10_000).is_asking
