"""How a sentence of the rules stands on a page: its days as the page writes days, its texts as they were given."""

from datetime import date

import pytest
from flask import Flask

from trainingapp.kit.words import Sentence, say
from trainingapp.web.filters import sentence

DAY = date(2017, 7, 21)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (say("Failed on %(day)s.", day=DAY), "Failed on 21 Jul 2017."),
        (say("Counted, %(by)s", by=Sentence("%(what)s (%(day)s)", {"what": "BFA 2017", "day": DAY})), None),
        (say("Called “%(text)s”.", text="2017-07-21"), "Called “2017-07-21”."),
        (say("At 100 %%."), "At 100 %."),
    ],
)
def test_days_in_a_sentence_are_shown_as_days_and_texts_as_they_are(
    app: Flask, said: Sentence, shown: str | None
) -> None:
    with app.test_request_context("/"):
        found = " ".join(sentence(said).split())
    assert found == (shown or "Counted, BFA 2017 (21 Jul 2017)")


def test_in_files_a_sentence_writes_its_days_year_first() -> None:
    assert str(say("Failed on %(day)s.", day=DAY)) == "Failed on 2017-07-21."
