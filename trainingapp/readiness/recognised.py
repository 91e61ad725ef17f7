"""Pure: what somebody holds because other training stands for it (R52): its days, and by what."""

from collections.abc import Iterable, Mapping, Sequence

from trainingapp.curricula.recognition import Recognition
from trainingapp.readiness.intervals import FOREVER, Days, Span, intersection
from trainingapp.readiness.rules import STRENGTHS, Record, Source, held

Records = Mapping[str, tuple[Record, ...]]


def with_recognised(records: Records, recognitions: Sequence[Recognition]) -> Records:
    """What was recorded, by curriculum, and with it what is held because other training stands for it.

    `recognitions` in the order of `recognition.in_order`. On the days on which all parts are held and the recognition
    holds, the curriculum is held: one record more for each unbroken stretch, which names what it rests on.
    """
    found = dict(records)
    for one in recognitions:
        if all(part.curriculum in found for part in one.parts) and (made := tuple(_recognised(one, found))):
            found[one.curriculum] = (*found.get(one.curriculum, ()), *made)
    return found


def _recognised(one: Recognition, records: Records) -> Iterable[Record]:
    parts: list[Days[Record]] = []
    for part in one.parts:
        known = records[part.curriculum]
        parts.append(held(record for record in known if part.version is None or record.version == part.version))
    window: Days[Record] = (Span(one.first, one.last or FOREVER),)
    for span in intersection(*parts, window):
        sources = tuple(
            max(
                (record for record in span.sources if record.curriculum == part.curriculum),
                key=lambda record: (record.last, record.completed_on, record.version),
            )
            for part in one.parts
        )
        last = None if span.last == FOREVER else span.last
        # As strong as the weakest part, each part as strong as the best that covers these days.
        strongest = [
            max(STRENGTHS.index(record.evidence) for record in span.sources if record.curriculum == part.curriculum)
            for part in one.parts
        ]
        yield Record(
            *(one.curriculum, "", span.first, "pass", "practical", last),
            rests_on=Source(tuple(sources), one.authority, one.reference),
            evidence=STRENGTHS[min(strongest)],
        )
