"""Which way text runs: UAX #9, held against an independent implementation."""

from bidi import get_display
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trainingapp.kit.text.bidi import base_level, isolated, levels, mirrored_twin, runs, without_isolates

LETTERS = "ab1 2.,+-%()[]{}<>/:אבجدمع٣٤\u0301\u064b€$ -\u200e\u200f王é"
ISOLATES = "\u2066\u2067\u2068\u2069"
EMBEDDINGS = "\u202a\u202b\u202c\u202d\u202e"


def seen(text: str, base: int | None = None) -> str:
    """The characters in the order they are seen, without those that are not."""
    level = levels(text, base)
    own = base_level(text) if base is None else base
    parts = (text[a:b][::-1] if n & 1 else text[a:b] for a, b, n in runs(text, level, 0, len(text), own))
    return drawn("".join(parts))


def drawn(text: str) -> str:
    return "".join(c for c in text if c not in ISOLATES + EMBEDDINGS)


@settings(max_examples=600)
@given(st.text(LETTERS + ISOLATES, max_size=24), st.sampled_from((None, 0)))
@example("Captain \u2068محمد (علي) 17\u2069 of Egypt", 0)
def test_any_text_is_ordered_as_the_independent_implementation_orders_it(text: str, base: int | None):
    assert seen(text, base) == drawn(get_display(text, base_dir={None: None, 0: "L"}[base]))


@settings(max_examples=300)
@given(st.text(LETTERS + ISOLATES + EMBEDDINGS, max_size=24))
def test_embeddings_and_overrides_are_ordered_alike_too(text: str):
    assert seen(text) == drawn(get_display(text))


@settings(max_examples=300)
@given(st.text(LETTERS + ISOLATES, max_size=20))
def test_a_right_to_left_paragraph_is_ordered_alike(text: str):
    # The independent implementation leaves a text alone that has no right-to-left letter, whatever the paragraph.
    text = "م" + text
    assert seen(text, 1) == drawn(get_display(text, base_dir="R"))


@settings(max_examples=200)
@given(st.text(LETTERS + ISOLATES + EMBEDDINGS, max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_every_character_of_a_line_stands_in_exactly_one_run(text: str, a: int, b: int):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    found = sorted(runs(text, levels(text), start, end, base_level(text)))
    assert [i for run_start, run_end, _ in found for i in range(run_start, run_end)] == list(range(start, end))


def test_a_name_between_isolates_does_not_move_its_neighbours():
    assert seen(isolated("محمد") + " 17 (BANBAT-4)", 0).endswith(" 17 (BANBAT-4)")
    assert not seen("محمد" + " 17 (BANBAT-4)", 0).endswith(" 17 (BANBAT-4)")


def test_numbers_inside_arabic_keep_the_order_of_their_digits():
    assert seen("عدد 850 من") == "نم 850 ددع"


def test_brackets_keep_to_the_text_they_enclose():
    assert seen("كتيبة (4)") == ")4( ةبيتك"


def test_a_mirrored_bracket_is_the_other_one_and_a_letter_is_itself():
    assert [mirrored_twin(c) for c in "()[]«»<>a。"] == [*")(][»«><a。"]


def test_isolates_leave_no_trace_where_nothing_understands_them():
    assert without_isolates(isolated("José") + ".") == "José."
