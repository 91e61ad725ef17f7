"""Pure: the letter about a saved view: key figures that its reader may see on that day, never a person's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingapp.kit.figures import grouped, percent
from trainingapp.kit.words import Sentence, say
from trainingapp.overviews.figures import Figures


@dataclass(frozen=True)
class Notice:
    """A letter's subject, which says nothing about anybody, and its paragraphs."""

    subject: Sentence
    body: Sequence[Sentence]


def about(name: str, *, reader: str, figures: Figures, link: str, list_link: str) -> Notice:
    """What stands in a letter about a view of this name."""
    short = figures.deploying_with_gaps
    ready, coming = figures.ready, figures.ready_to_deploy
    told = [
        say("Dear %(name)s,", name=reader),
        say("Your saved view “%(name)s”, as of %(day)s:", name=name, day=_day(figures.as_of)),
        say(
            "Persons in their missions who hold everything that is asked: %(ready)s of %(all)s, %(share)s.",
            **_of(ready.held, ready.required),
        ),
        say(
            "Rotations ready: %(ready)s of %(all)s, %(share)s.", **_of(figures.colours["green"], len(figures.deployed))
        ),
        _missing(figures),
    ]
    if coming.required:
        told.append(
            say(
                "Persons preparing who will hold everything on the day they deploy: %(ready)s of %(all)s, %(share)s. "
                "Rotations among them with gaps: %(short)s.",
                short=grouped(len(short)),
                **_of(coming.held, coming.required),
            )
        )
    return Notice(
        say("A saved view of the register"),
        [
            *told,
            say("The page, with everything else:"),
            say("%(link)s", link=link),
            say("To change how often this letter comes, or to stop it:"),
            say("%(link)s", link=list_link),
        ],
    )


def _missing(figures: Figures) -> Sentence:
    missing, waived = grouped(figures.missing), grouped(figures.waived)
    if not figures.waived:
        return say("Missing completions, one for each person and curriculum: %(missing)s.", missing=missing)
    return say(
        "Missing completions, one for each person and curriculum: %(missing)s, %(waived)s of them under a waiver.",
        missing=missing,
        waived=waived,
    )


def _of(part: int, whole: int) -> dict[str, str]:
    return {"ready": grouped(part), "all": grouped(whole), "share": percent(part, whole)}


def _day(day: date) -> str:
    return day.isoformat()
