"""Pure: what a certificate says, text by text, in its own language."""

from collections.abc import Mapping
from datetime import date

from trainingapp.certificates.design import PLACE, Design, DesignProblem
from trainingapp.certificates.face import Face
from trainingapp.kit.text.bidi import isolated
from trainingapp.kit.words import say


def wording(face: Face, design: Design) -> dict[str, str]:
    """Every text of the design as this certificate says it; a text with a place that stays empty is left out.

    Raises DesignProblem when the design has no texts in the face's language.
    """
    texts = design.texts.get(face.language)
    if texts is None:
        raise DesignProblem(
            say("The design %(key)s has no texts in the language %(language)s.", key=design.key, language=face.language)
        )
    places = _places(face, texts, design.months[face.language])
    said = {key: _filled(text, places) for key, text in texts.items()}
    return {key: text for key, text in said.items() if text is not None}


def _places(face: Face, texts: Mapping[str, str], months: tuple[str, ...]) -> dict[str, str | None]:
    """What stands for each place. Names are kept exactly as given."""

    def part(key: str, **values: str) -> str:
        return PLACE.sub(lambda found: values[found[1]], texts[key])

    def day(on: date) -> str:
        return part("date", day=str(on.day), month=months[on.month - 1], year=str(on.year))

    def counted(n: int, one: str, many: str) -> str:
        return part(one if n == 1 else many, n=str(n))

    hours, minutes = divmod(face.minutes, 60)
    duration = [counted(hours, "hour", "hours")] if hours else []
    duration += [counted(minutes, "minute", "minutes")] if minutes else []
    completed_on = day(face.completed_on)
    valid_through = day(face.valid_through) if face.valid_through else None
    if valid_through:
        validity = part("validity_until", completed_on=completed_on, valid_through=valid_through)
    else:
        validity = part("validity_open", completed_on=completed_on)
    covered = {
        (True, True): "covers_both",
        (True, False): "covers_human_rights",
        (False, True): "covers_gender",
    }.get((face.covers_human_rights, face.covers_gender))
    return {
        "number": face.number,
        "holder_name": face.holder_name,
        "holder_name_original": face.holder_name_original,
        "rank": face.rank,
        "state_name": face.state_name,
        "state_name_original": face.state_name_original,
        "curriculum_code": face.curriculum_code,
        "title": face.title,
        "version_label": face.version_label,
        "duration": " ".join(duration),
        "lessons": counted(face.lessons, "lesson", "lessons"),
        "completed_on": completed_on,
        "valid_through": valid_through,
        "validity": validity,
        "topics": texts["between_topics"].join(part("topic", code=t.code, name=t.name) for t in face.topics) or None,
        "coverage": part(covered) if covered else None,
        "issuer": face.issuer,
        "issued_on": day(face.issued_on),
        "place": face.place,
        "verify_url": face.verify_url,
    }


def _filled(text: str, places: Mapping[str, str | None]) -> str | None:
    found = PLACE.findall(text)
    if any(places.get(name) is None for name in found if name in places):
        return None
    if not all(name in places for name in found):
        # A part, such as a date's pattern: it has been used above.
        return None
    alone = PLACE.fullmatch(text) is not None
    # Among other words a name takes its own direction and leaves theirs alone.
    return PLACE.sub(lambda match: str(places[match[1]]) if alone else isolated(str(places[match[1]])), text)
