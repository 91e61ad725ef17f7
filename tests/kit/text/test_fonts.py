"""Which font draws which character, and what happens when none does."""

import pytest

from trainingapp.kit import fontfiles
from trainingapp.kit.text.fonts import NoFontCovers, clusters, family, font, is_invisible


def files_of(text: str, name: str = "serif") -> list[str]:
    return [f.file_name for f in family(name).fonts_of(text)]


def test_each_character_comes_from_the_first_font_of_the_family_that_has_it():
    assert set(files_of("José Ñáñez Кузнецов Ελλάς Nguyễn")) == {"EBGaramond-Regular.ttf"}
    assert set(files_of("محمد")) == {"Amiri-Regular.ttf"}
    assert files_of("王a") == ["NotoSansSC-Regular.ttf", "EBGaramond-Regular.ttf"]


def test_spaces_stay_with_the_word_before_them_and_brackets_are_a_pair():
    assert set(files_of("محمد عبد")) == {"Amiri-Regular.ttf"}
    text = "علي (4)"
    found = files_of(text)
    assert found[text.index("(")] == found[text.index(")")]


def test_a_mark_is_drawn_by_the_font_of_the_letter_it_stands_on():
    assert clusters("e\u0302\u0303x") == ["e\u0302\u0303", "x"]
    assert len(set(files_of("Nguye\u0302\u0303n"))) == 1


@pytest.mark.parametrize("name", fontfiles.FAMILIES)
def test_every_family_covers_the_scripts_our_names_come_in(name: str):
    latin, others = "Muñoz Ødegård Łukasz Şahin Nguyễn", ("Кузнецов Їжак Ђорђе", "Παπαδόπουλος", "محمد پچگ ٤٢")
    for text in (latin, *others, "王小明龘", "মোহাম্মদ রহমান", "कृष्ण"):
        family(name).fonts_of(text)


def test_a_character_that_no_font_covers_is_refused_by_name():
    with pytest.raises(NoFontCovers) as refused:
        family("sans").fonts_of("Ko\N{DESERET CAPITAL LETTER LONG I}")
    assert refused.value.character == "\N{DESERET CAPITAL LETTER LONG I}"
    assert "U+10400, DESERET CAPITAL LETTER LONG I" in str(refused.value.sentence)
    assert isinstance(refused.value, ValueError)


def test_a_letter_that_the_font_takes_apart_is_put_together_again():
    glyphs = font("NotoSans-Regular.ttf").shape("Thị", rtl=False, features={})
    assert [glyph.text for glyph in glyphs] == ["T", "h", "ị"]


def test_a_sign_that_is_drawn_is_never_left_out_as_invisible():
    assert not is_invisible("\N{ARABIC SIGN SANAH}")
    assert is_invisible("\N{FIRST STRONG ISOLATE}")
    assert font("Amiri-Regular.ttf").shape("\N{ARABIC SIGN SANAH}", rtl=True, features={})[0].width > 0


def test_a_missing_font_file_says_how_to_fetch_it():
    with pytest.raises(fontfiles.FontFileMissing, match="Run `make`"):
        fontfiles.path("Absent.ttf")
