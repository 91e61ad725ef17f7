"""A text stands inside its box: it shrinks, then wraps, and is never cut."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainingapp.kit.text.fitting import Box, DoesNotFit, fit

WORDS = st.text("abcdefghijklmnopqrstuvwxyzÁÉñçßЖШщ王小明محمدعليةn-()1234567890", min_size=1, max_size=18)
TEXTS = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.floats(120, 500), st.floats(9, 40))
def test_nothing_overflows_and_nothing_is_lost(text: str, width: float, size: float):
    fitted = fit(text, "serif", Box(width=width, size=size, lines=12))
    assert max(fitted.widths()) <= width + 0.02
    assert len(fitted.lines) <= 12
    assert fitted.size <= size
    assert "".join("".join(line.text.split()) for line in fitted.lines) == "".join(text.split())


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.floats(150, 500))
def test_what_the_glyphs_say_is_the_text_of_the_line(text: str, width: float):
    for line in fit(text, "sans", Box(width=width, size=12, lines=12)).lines:
        said = sorted(c for run in line.runs for glyph in run.glyphs for c in glyph.text if c not in "()")
        assert said == sorted(c for c in line.text if c not in "()")


def test_a_short_text_keeps_its_size_and_its_one_line():
    fitted = fit("Core Training", "serif", Box(width=400, size=24, lines=2))
    assert (len(fitted.lines), fitted.size) == (1, 24)


def test_a_line_a_little_too_long_shrinks_before_it_wraps():
    wide = fit("Core Training of Peacekeepers", "serif", Box(width=1000, size=24)).widths()[0]
    assert len(fit("Core Training of Peacekeepers", "serif", Box(width=wide * 0.9, size=24, lines=2)).lines) == 1
    assert len(fit("Core Training of Peacekeepers", "serif", Box(width=wide * 0.7, size=24, lines=2)).lines) == 2


def test_centred_lines_are_even():
    text = "Protection of civilians for tactical level makers"
    uneven = fit(text, "serif", Box(360, 24, lines=2, shrink=1, balanced=False)).widths()
    even = fit(text, "serif", Box(360, 24, lines=2, shrink=1)).widths()
    assert len(uneven) == len(even) == 2
    assert min(uneven) < 0.4 * max(uneven)
    assert min(even) > 0.75 * max(even)


def test_chinese_wraps_between_characters_but_not_before_a_full_stop():
    for width in range(100, 180, 4):
        box = Box(width=width, size=12, lines=6, balanced=False)
        fitted = fit("维持和平训练材料核心课程。" * 3, "sans", box)
        assert len(fitted.lines) > 1
        assert not any(line.text.startswith("。") for line in fitted.lines)


def test_a_word_wider_than_the_box_is_broken_only_in_the_smallest_letters():
    fitted = fit("x" * 120, "sans", Box(width=150, size=12, lines=4, smallest=6))
    assert fitted.size == 6
    assert max(fitted.widths()) <= 150.02


def test_a_text_that_cannot_be_read_in_its_box_is_refused():
    with pytest.raises(DoesNotFit, match="too long for its place"):
        fit("word " * 400, "sans", Box(width=100, size=12, lines=2))
