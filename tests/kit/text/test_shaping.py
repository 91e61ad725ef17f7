"""A text becomes glyphs, each with its place, in the order they are seen."""

from trainingapp.kit.text.shaping import paragraph


def said(text: str, family: str = "serif", tracking: float = 0.0) -> list[str]:
    """What each run says, from left to right."""
    return ["".join(glyph.text for glyph in run.glyphs) for run in paragraph(text, family, tracking).whole.runs]


def test_a_change_of_font_inside_arabic_keeps_the_order_of_reading_from_the_right():
    assert said("محمد●علي") == ["يلع", "●", "دمحم"]


def test_latin_inside_arabic_is_read_from_the_left():
    assert "BANBAT" in said("كتيبة BANBAT عدد")


def test_letters_are_joined_until_they_are_spaced_out():
    assert len(paragraph("office", "serif").whole.runs[0].glyphs) < 6
    assert len(paragraph("office", "serif", 50).whole.runs[0].glyphs) == 6


def test_spacing_adds_the_same_to_every_letter_and_nothing_to_joined_scripts():
    assert paragraph("Oman", "sans", 50).whole.width - paragraph("Oman", "sans").whole.width == 200
    assert paragraph("محمد", "sans", 50).whole.width == paragraph("محمد", "sans").whole.width


def test_a_mark_takes_no_room_of_its_own():
    assert paragraph("l\u0302", "sans").whole.width == paragraph("l", "sans").whole.width


def test_advances_add_up_to_the_width_of_the_line_whatever_the_directions():
    shaped = paragraph("Captain \u2068محمد (علي) 17\u2069 of 王", "serif")
    assert abs(sum(shaped.advances) - shaped.whole.width) < 0.01
    assert len(shaped.advances) == len(shaped.text)
