"""Pure but for reading the design files: faces in, files out. The same faces give the same files, byte for byte.

File names carry the number and nothing personal: they stay in download lists and on shared desks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from trainingapp.certificates.design import Design, DesignProblem, designs
from trainingapp.certificates.face import Face
from trainingapp.certificates.pdf import draw, draw_many, layout
from trainingapp.certificates.wording import wording
from trainingapp.kit.errors import Refused
from trainingapp.kit.words import say

#: Content, not code: see certificates/ at the top of the project.
FOLDER = Path(__file__).parents[2] / "certificates"

#: The design that new certificates are issued with, in its newest version.
NEW = "completion"

#: A time for files in an archive, which must not depend on the clock: the earliest that the format knows.
_THEN = (1980, 1, 1, 0, 0, 0)

Step = Callable[[int], object]


@cache
def _all() -> Mapping[tuple[str, int], Design]:
    return designs(FOLDER)


def design_for(language: str) -> Design:
    """The design of new certificates. Raises Refused when it has no texts in the language."""
    newest = max((design for (key, _), design in _all().items() if key == NEW), key=lambda design: design.version)
    if language not in newest.texts:
        known = ", ".join(sorted(newest.texts))
        raise Refused(
            say(
                "Certificates cannot be issued in the language “%(language)s” yet. Choose one of: %(known)s.",
                language=language,
                known=known,
            )
        )
    return newest


def design_of(face: Face) -> Design:
    """The design a face was issued with. Raises DesignProblem when its file is gone."""
    found = _all().get((face.design, face.design_version))
    if found is None:
        said = "The design %(key)s, version %(version)s, of certificate %(number)s is not in the folder of designs."
        raise DesignProblem(say(said, key=face.design, version=face.design_version, number=face.number))
    return found


def check_drawable(face: Face) -> None:
    """Lay the page out without drawing it, about a millisecond. Raises NoFontCovers, DoesNotFit, DesignProblem."""
    design = design_of(face)
    for _ in layout(wording(face, design), design):
        pass


def drawn(face: Face) -> bytes:
    """One certificate as a PDF."""
    return draw(face, design_of(face))


def file_name(face: Face) -> str:
    """`UNPKT-BGD-CPTM-2017-000123L.pdf`: made of characters that every system takes."""
    return f"{face.number}.pdf"


def write_zip(faces: Iterable[Face], write_to: IO[bytes], *, step: Step = lambda done: None) -> int:
    """A PDF for each, in one archive, one after the other. `step` is told how many are done. Returns how many."""
    done = 0
    with ZipFile(write_to, "w", ZIP_STORED) as archive:
        for face in faces:
            # A PDF is compressed already.
            about = ZipInfo(file_name(face), date_time=_THEN)
            about.external_attr = 0o644 << 16
            archive.writestr(about, drawn(face))
            done += 1
            step(done)
    return done


def write_pdf(faces: Sequence[Face], write_to: IO[bytes], *, step: Step = lambda done: None) -> int:
    """All of them in one PDF, a page each. Raises Refused when they do not share a design. Returns the pages."""

    def counted() -> Iterator[Face]:
        for done, face in enumerate(faces, 1):
            yield face
            step(done)

    if len({(face.design, face.design_version) for face in faces}) > 1:
        said = "These certificates have different designs and cannot stand in one PDF. Take the ZIP instead."
        raise Refused(say(said))
    return draw_many(counted(), design_of(faces[0]), write_to) if faces else 0


WRITERS: Mapping[str, Callable[..., int]] = {"zip": write_zip, "pdf": write_pdf}


def write_folder(faces: Iterable[Face], folder: Path, *, step: Step = lambda done: None) -> int:
    """A PDF for each, in a folder. Each file appears whole or not at all. Returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    done = 0
    for face in faces:
        unfinished = folder / f".{face.number}.part"
        unfinished.write_bytes(drawn(face))
        unfinished.replace(folder / file_name(face))
        done += 1
        step(done)
    return done
