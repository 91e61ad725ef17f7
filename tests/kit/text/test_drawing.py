"""Drawn text: seen right, copied right, the same bytes every time."""

import subprocess
import sys
from io import BytesIO
from unicodedata import category

import pypdf
import pypdfium2
import pytest

from trainingapp.kit.text.bidi import isolated
from trainingapp.kit.text.drawing import Page, draw_fitted
from trainingapp.kit.text.fitting import Box, fit

NAMES = [
    "José Muñoz-Ñáñez",
    "Łukasz Żółć, Ødegård, Şahin",
    "Nguyễn Thị Hồng",
    "Кузнецов Иван Петрович",
    "Παπαδόπουλος Γεώργιος",
    "محمد عبد الرحمن الشريف",
    "جمهورية مصر العربية",
    "كتيبة (4) عدد 850",
    "王小明",
    "মোহাম্মদ রহমান",
    "राम बहादुर थापा",
    "office affluent file",
    "<b>not markup & <img src='x'/>",
]


def page_of(text: str, family: str = "serif") -> bytes:
    written = BytesIO()
    page = Page(written, (600, 100), language="en", title="A name", author="A centre")
    draw_fitted(page, fit(text, family, Box(width=560, size=24)), 20, 40)
    page.showPage()
    page.save()
    return written.getvalue()


def read_by_pdfium(data: bytes) -> str:
    return str(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()).strip()


@pytest.mark.parametrize("family", ["sans", "serif-semibold"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_copied_from_the_page_exactly_as_it_was_given(name: str, family: str):
    data = page_of(name, family)
    assert read_by_pdfium(data) == name
    if "(4)" not in name:  # pypdf does not mirror brackets back, and reads glyph by glyph where a text is stated.
        assert pypdf.PdfReader(BytesIO(data)).pages[0].extract_text().replace("\u200b", "").strip() == name


def test_a_name_inside_another_text_is_copied_without_its_invisible_marks():
    read = read_by_pdfium(page_of(f"Captain {isolated('王小明')} of {isolated('China')}"))
    assert read == "Captain 王小明 of China"
    assert not any(category(c) == "Cf" for c in read)


def test_the_same_text_gives_the_same_bytes_in_another_process():
    program = (
        "import sys; from tests.kit.text.test_drawing import page_of, NAMES;"
        "[page_of(n) for n in reversed(NAMES)];"
        "sys.stdout.buffer.write(page_of(NAMES[5]))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert other.stdout == page_of(NAMES[5])


def test_every_font_of_the_file_is_embedded():
    reader = pypdf.PdfReader(BytesIO(page_of("José محمد 王")))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    assert len(fonts) == 3
    for font in fonts.values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert descendant["/FontDescriptor"]["/FontFile2"].get_data()


def test_the_file_states_its_language_title_and_author():
    reader = pypdf.PdfReader(BytesIO(page_of("José")))
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert (reader.metadata.title, reader.metadata.author) == ("A name", "A centre")


@pytest.mark.parametrize("name", [*NAMES, "l\u0302", "مُحَمَّد"])
def test_ink_stands_where_it_was_measured(name: str):
    fitted = fit(name, "serif", Box(width=560, size=24))
    ink = [place * 24 / 1000 for place in fitted.lines[0].ink]
    measured = [20 + ink[0], 40 + ink[1], 20 + ink[2], 40 + ink[3]]
    picture = pypdfium2.PdfDocument(page_of(name))[0].render(scale=4, grayscale=True).to_pil().point(lambda v: 255 - v)
    x0, y0, x1, y1 = picture.point(lambda v: 255 if v > 60 else 0).getbbox()
    assert [x0 / 4, 100 - y1 / 4, x1 / 4, 100 - y0 / 4] == pytest.approx(measured, abs=0.8)
