"""The page: every fact of the face, legible, inside its frame, and the same bytes for ever."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pypdf
import pypdfium2
import pytest
import zxingcpp
from reportlab.lib.units import mm

from tests.certificates.faces import DESIGN, FACES, JOSE, LONG, MOHAMED, SHORT, XIAOMING
from trainingapp.certificates.design import DesignProblem
from trainingapp.certificates.face import Topic
from trainingapp.certificates.pdf import draw, draw_many, layout, reach
from trainingapp.certificates.wording import wording
from trainingapp.kit.text.fitting import DoesNotFit
from trainingapp.kit.text.fonts import NoFontCovers


def text_of(data: bytes, page: int = 0) -> str:
    """What a reader copies from the page, with all white space as single spaces."""
    return " ".join(pypdfium2.PdfDocument(data)[page].get_textpage().get_text_bounded().split())


@pytest.mark.parametrize("name", FACES)
def test_every_fact_of_the_face_can_be_copied_from_the_page(name: str):
    face = FACES[name]
    text = text_of(draw(face, DESIGN))
    facts = [face.number, face.holder_name, face.rank, face.state_name, face.curriculum_code, face.title, face.issuer]
    facts += [
        face.version_label,
        face.verify_url,
        "25 September 2017",
        "21 October 2017",
        *(t.name for t in face.topics),
    ]
    facts += [value for value in (face.state_name_original, face.place) if value]
    if face.holder_name_original and "[" not in face.holder_name_original:  # Readers guess the order of mixed text.
        facts.append(face.holder_name_original)
    for fact in facts:
        assert fact in text


def test_the_page_says_hours_lessons_and_the_period_of_validity():
    text = text_of(draw(JOSE, DESIGN))
    assert "19 hours, 24 lessons" in text
    assert "25 September 2017 to 24 September 2019" in text
    text = text_of(draw(SHORT, DESIGN))
    assert "45 minutes, 1 lesson" in text
    assert "From 25 September 2017, no end set" in text
    assert "1 hour 30 minutes" in text_of(draw(replace(JOSE, minutes=90), DESIGN))


def test_the_page_states_that_human_rights_and_gender_are_covered_when_they_are():
    """R09."""
    both, one, other = "Human rights and gender are", "Human rights are", "Gender is"
    assert both in text_of(draw(JOSE, DESIGN))
    assert one in text_of(draw(replace(JOSE, covers_gender=False), DESIGN))
    assert other in text_of(draw(replace(JOSE, covers_human_rights=False), DESIGN))
    neither = text_of(draw(replace(JOSE, covers_human_rights=False, covers_gender=False), DESIGN))
    assert not any(text in neither for text in (both, one, other))


def test_the_page_never_says_that_it_is_valid_now():
    assert "is valid" not in text_of(draw(JOSE, DESIGN)).lower()


@pytest.mark.parametrize("name", FACES)
def test_the_code_on_the_page_leads_to_the_address_printed(name: str):
    page = pypdfium2.PdfDocument(draw(FACES[name], DESIGN))[0]
    found = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert [code.text for code in found] == [FACES[name].verify_url]


@pytest.mark.parametrize("name", FACES)
def test_no_text_leaves_its_frame_and_no_two_texts_touch(name: str):
    boxes = []
    for placed in layout(wording(FACES[name], DESIGN), DESIGN):
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[placed.stack.align]
        width = max(placed.fitted.widths())
        above, below = reach(placed.fitted)
        left, right = placed.x - width * share, placed.x + width * (1 - share)
        top, bottom = placed.y + above, placed.y - placed.fitted.height - below
        assert placed.stack.left * mm - 0.05 <= left
        assert right <= placed.stack.right * mm + 0.05
        assert placed.stack.bottom * mm - 0.05 <= bottom
        assert top <= placed.stack.top * mm + 0.05
        assert placed.fitted.size >= 4.5
        boxes.append((left, bottom, right, top))
    for n, (left, bottom, right, top) in enumerate(boxes):
        for other_left, other_bottom, other_right, other_top in boxes[n + 1 :]:
            apart = right <= other_left or other_right <= left
            assert apart or top <= other_bottom + 0.05 or other_top <= bottom + 0.05


def test_no_frame_of_the_design_reaches_into_the_border_or_over_the_code():
    border, qr = DESIGN.border, DESIGN.qr
    inner = border.margin + border.band + border.frame_gap
    quiet = qr.size / 37 * 4
    for stack in DESIGN.stack:
        assert inner < stack.left < stack.right < DESIGN.width - inner
        assert inner < stack.bottom < stack.top < DESIGN.height - inner
        beside = stack.right <= qr.left - quiet or stack.bottom >= qr.bottom + qr.size + 1
        assert beside


@pytest.mark.parametrize("name", ["jose", "mohamed", "xiaoming"])
def test_the_same_face_gives_the_same_bytes_in_another_process(name: str):
    program = (
        "import sys; from tests.certificates.faces import DESIGN, FACES;"
        "from trainingapp.certificates.pdf import draw;"
        "[draw(face, DESIGN) for face in reversed(FACES.values())];"
        f"sys.stdout.buffer.write(draw(FACES[{name!r}], DESIGN))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert other.stdout == draw(FACES[name], DESIGN) == draw(FACES[name], DESIGN)


def test_many_certificates_make_one_file_with_a_page_each_and_every_font_once():
    written = BytesIO()
    assert draw_many(iter(FACES.values()), DESIGN, written) == len(FACES)
    data = written.getvalue()
    document = pypdfium2.PdfDocument(data)
    assert len(document) == len(FACES)
    for page, face in enumerate(FACES.values()):
        assert face.holder_name in text_of(data, page)
    fonts = pypdf.PdfReader(written).pages[0]["/Resources"]["/Font"]
    names = [font.get_object()["/BaseFont"] for font in fonts.values()]
    assert len(names) == len(set(names))
    assert len(data) < 0.6 * sum(len(draw(face, DESIGN)) for face in FACES.values())


def test_every_font_is_embedded_and_nothing_else_is_needed():
    reader = pypdf.PdfReader(BytesIO(draw(XIAOMING, DESIGN)))
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        assert font.get_object()["/Subtype"] == "/Type0"
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in descendant["/FontDescriptor"]


def test_the_file_names_holder_and_number_and_carries_no_personal_data_beside_the_page():
    metadata = pypdf.PdfReader(BytesIO(draw(MOHAMED, DESIGN))).metadata
    assert metadata.title == f"{MOHAMED.title}: {MOHAMED.holder_name}, {MOHAMED.number}"
    assert metadata.author == MOHAMED.issuer


def test_a_name_keeps_its_direction_to_itself_among_other_words():
    words = wording(replace(JOSE, version_label="٢٠١٧"), DESIGN)
    assert words["version"] == "\u2068CPTM\u2069, version \u2068٢٠١٧\u2069"
    assert words["holder"] == JOSE.holder_name


def test_a_text_that_a_certificate_leaves_empty_is_left_out():
    words = wording(SHORT, DESIGN)
    assert {"topics", "place", "holder_original", "state_original"}.isdisjoint(words)


def test_thirty_topics_still_have_room():
    topics = tuple(Topic(str(n), f"Topic of considerable length number {n}") for n in range(30))
    text = text_of(draw(replace(JOSE, topics=topics), DESIGN))
    assert all(topic.name in text for topic in topics)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"holder_name": "Ko\N{DESERET CAPITAL LETTER LONG I}"}, NoFontCovers),
        ({"topics": tuple(Topic(str(n), "x" * 200) for n in range(60))}, DoesNotFit),
    ],
)
def test_what_cannot_be_drawn_is_known_before_a_number_is_given(wrong: dict[str, object], refusal: type[Exception]):
    face = replace(JOSE, **wrong)
    with pytest.raises(refusal):
        list(layout(wording(face, DESIGN), DESIGN))
    with pytest.raises(refusal):
        draw(face, DESIGN)


def test_a_face_is_drawn_only_with_the_design_it_was_issued_with():
    with pytest.raises(DesignProblem, match="issued with version 2 of the design completion"):
        draw(replace(JOSE, design_version=2), DESIGN)


def test_a_language_the_design_does_not_speak_is_refused():
    with pytest.raises(DesignProblem, match="no texts in the language tlh"):
        draw(replace(JOSE, language="tlh"), DESIGN)


def test_a_name_that_no_font_covers_is_refused_and_the_character_named():
    with pytest.raises(NoFontCovers, match="U\\+10400"):
        draw(replace(JOSE, holder_name="Ko\N{DESERET CAPITAL LETTER LONG I}"), DESIGN)


def test_a_file_without_certificates_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        draw_many((), DESIGN, BytesIO())


def test_markup_and_places_in_a_name_are_letters_like_any_other():
    name = "<b>Ali & {rank} %(x)s </para>"
    assert name in text_of(draw(replace(LONG, holder_name=name), DESIGN))
