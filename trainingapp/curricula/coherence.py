"""Pure: whether a curriculum file agrees with itself, asked of the bare table, however incomplete it is.

The form of a file (which keys, which types) is checked elsewhere. Here: sums, order of days, topics, keys said twice,
what a file names of others, and what it declares about human rights and gender (R09). Every question is answered from
what is there, so that a file with a misspelt key still hears about its sums.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeAlias

from trainingapp.curricula.rules import TOPICS
from trainingapp.kit.words import Sentence, say
from trainingapp.states.reference import load_missions

Found: TypeAlias = Iterator[tuple[str, Sentence]]


def whereabouts(raw: Mapping[str, Any], loc: Sequence[int | str]) -> str:
    """A place in a file as its author would name it: "module 2, lesson 2.3, minutes"."""
    words: list[str] = []
    here: Any = raw
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            number = here.get("number") if isinstance(here, Mapping) else None
            words[-1] = f"{words[-1]} {number if isinstance(number, str) else f'no. {step + 1}'}"
        else:
            words.append(step)
    return ", ".join(words) or "file"


def incoherences(raw: Mapping[str, Any]) -> Found:
    """Everything in one file that does not agree with the rest of it."""
    yield from _days(raw)
    yield from _sums(raw)
    yield from _said_twice(raw)
    yield from _topics(raw)
    yield from _sources(raw)
    yield from _recurrence(raw)
    yield from _names(raw)
    for module in _tables(raw, "module"):
        yield from _declarations(module)


def between_files(
    files: Iterable[tuple[str, Mapping[str, Any]]], known: Collection[tuple[str, str]] = ()
) -> Iterator[tuple[str, str, Sentence]]:
    """What does not agree between files: a version told twice, two published versions in force on one day, and a
    curriculum or version that is named and that neither a file nor `known` tells."""
    read = list(files)
    yield from _at_once(read)
    versions = {*known, *((str(raw.get("curriculum")), str(raw.get("version"))) for _, raw in read)}
    codes = {code for code, _ in versions}
    asked_by = {str(raw.get("curriculum")): _texts(raw, "prerequisites") for _, raw in read}
    for file, raw in read:
        own = str(raw.get("curriculum"))
        for code in _texts(raw, "prerequisites"):
            if code not in codes:
                yield file, "prerequisites", say("There is no curriculum “%(code)s”.", code=code)
            elif code != own and own in _all_before(code, asked_by):
                yield file, "prerequisites", say("%(code)s in its turn asks for %(own)s first.", code=code, own=own)
        for code, label in _qualifying(raw):
            if code not in codes:
                yield file, "qualifies_for", say("There is no curriculum “%(code)s”.", code=code)
            elif (code, label) not in versions:
                yield (
                    file,
                    "qualifies_for",
                    say("%(code)s has no version “%(label)s” in any file.", code=code, label=label),
                )


def _all_before(code: str, asked_by: Mapping[str, Iterable[str]]) -> set[str]:
    """Every curriculum that must have been passed before one, and before those."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        for one in asked_by.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def _at_once(files: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[str, str, Sentence]]:
    told: dict[tuple[str, str], str] = {}
    in_force: dict[str, list[tuple[date, date, str]]] = {}
    for file, raw in files:
        code, label = str(raw.get("curriculum")), str(raw.get("version"))
        if (other := told.setdefault((code, label), file)) != file:
            yield (
                file,
                "version",
                say("%(code)s %(label)s is told by %(file)s too.", code=code, label=label, file=other),
            )
            continue
        first, replaced = _value(raw, "effective_from"), _value(raw, "superseded_on")
        if raw.get("status") != "published" or not isinstance(first, date):
            continue
        last = replaced - timedelta(days=1) if isinstance(replaced, date) else date.max
        for other_first, other_last, other in in_force.setdefault(code, []):
            if first <= other_last and other_first <= last:
                yield (
                    file,
                    "effective_from",
                    say(
                        "Is in force together with the version of %(file)s: one of them must be superseded earlier.",
                        file=other,
                    ),
                )
        in_force[code].append((first, last, file))


def _days(raw: Mapping[str, Any]) -> Found:
    days = {key: _value(raw, key) for key in ("effective_from", "superseded_on", "transition_until")}
    first, replaced, transition = (day if isinstance(day, date) else None for day in days.values())
    if first and replaced and replaced <= first:
        yield "superseded_on", say("%(day)s is not after effective_from, %(first)s.", day=replaced, first=first)
    if transition and "superseded_on" not in raw:
        yield "transition_until", say("Stands without superseded_on: a transition begins when a version is superseded.")
    if transition and replaced and transition < replaced:
        yield "transition_until", say("%(day)s is before superseded_on, %(first)s.", day=transition, first=replaced)


def _sums(raw: Mapping[str, Any]) -> Found:
    lessons = [lesson for module in _tables(raw, "module") for lesson in _tables(module, "lesson")]
    minutes = [(_value(lesson, "minutes"), "only_for" in lesson) for lesson in lessons]
    if not lessons or any(not isinstance(value, int) for value, _ in minutes):
        return
    whole = sum(value for value, _ in minutes)
    for_all = sum(value for value, addition in minutes if not addition)
    for key, total in (("minutes", for_all), ("minutes_with_additions", whole)):
        said = _value(raw, key)
        if isinstance(said, int) and said != total:
            yield key, say("Says %(said)s, but the lessons take %(total)s minutes.", said=said, total=total)
    if whole != for_all and "minutes_with_additions" not in raw:
        yield "minutes_with_additions", say("Is missing: some lessons are only for some.")


def _said_twice(raw: Mapping[str, Any]) -> Found:
    modules = list(_tables(raw, "module"))
    lessons = [lesson for module in modules for lesson in _tables(module, "lesson")]
    for kind, parts in (("module", modules), ("lesson", lessons)):
        for key in ("key", "number"):
            for value, times in Counter(str(part[key]) for part in parts if key in part).items():
                if times > 1:
                    yield f"{kind}, {key}", say("“%(value)s” stands %(times)s times.", value=value, times=times)


def _topics(raw: Mapping[str, Any]) -> Found:
    taught: set[str] = set()
    for module in _tables(raw, "module"):
        for lesson in _tables(module, "lesson"):
            where = f"module {module.get('number')}, lesson {lesson.get('number')}, topics"
            topics = _texts(lesson, "topics")
            taught.update(topics)
            yield from _unknown_topics(where, topics)
    covers = _texts(raw, "covers")
    yield from _unknown_topics("covers", covers)
    for topic in covers:
        if topic in TOPICS and topic not in taught:
            name = Sentence(TOPICS[topic])
            yield "covers", say("No lesson is about %(name)s (%(topic)s).", name=name, topic=topic)


def _unknown_topics(where: str, topics: Iterable[str]) -> Found:
    for topic in topics:
        if topic not in TOPICS:
            yield where, say("“%(topic)s” is no topic; there are %(known)s.", topic=topic, known=", ".join(TOPICS))


def _declarations(module: Mapping[str, Any]) -> Found:
    """Human rights and gender are declared in every module: by lessons that teach them, or by a reason why not."""
    lessons = {str(lesson.get("key")): _texts(lesson, "topics") for lesson in _tables(module, "lesson")}
    for key, topic in (("human_rights", "HR"), ("gender", "GENDER")):
        said = module.get(key)
        if not isinstance(said, Mapping):
            continue  # its absence is a matter of form
        where = f"module {module.get('number')}, {key}"
        name, named = Sentence(TOPICS[topic]), _texts(said, "lessons")
        exempt, teaching = "exempt" in said, [one for one, topics in lessons.items() if topic in topics]
        if exempt and (named or teaching):
            yield where, say("%(name)s cannot be taught and exempted in one module.", name=name)
        elif not exempt and not named:
            yield where, say("%(name)s is not covered: name the lessons, or say why none is needed.", name=name)
        for lesson in named:
            if lesson not in lessons:
                yield where, say("“%(lesson)s” is no lesson of this module.", lesson=lesson)
            elif topic not in lessons[lesson]:
                yield (
                    where,
                    say(
                        "%(name)s is not covered: lesson “%(lesson)s” lacks the topic %(topic)s.",
                        name=name,
                        lesson=lesson,
                        topic=topic,
                    ),
                )


def _sources(raw: Mapping[str, Any]) -> Found:
    """What is said beyond the form says where it is known from, too."""
    for key in ("levels", "prerequisites", "framework_areas", "owner", "external"):
        if raw.get(key) and f"{key}_source" not in raw:
            yield f"{key}_source", say("Is missing: say where %(key)s is known from, S, P, K or A.", key=key)
        elif not raw.get(key) and f"{key}_source" in raw:
            yield f"{key}_source", say("Stands without %(key)s.", key=key)
    if "co_owner" in raw and "owner" not in raw:
        yield "co_owner", say("Stands without owner: who owns it with whom?")


def _recurrence(raw: Mapping[str, Any]) -> Found:
    lasting = raw.get("validity")
    if raw.get("recurs") != "annual" or not isinstance(lasting, Mapping):
        return
    if lasting.get("kind") != "months" or _value(lasting, "months") != 12:
        yield "recurs", say("What recurs every year counts for 12 months: the validity says something else.")


def _names(raw: Mapping[str, Any]) -> Found:
    """Other curricula and missions, as far as the file alone can tell."""
    own, trains = str(raw.get("curriculum")), raw.get("kind") == "TOT"
    for key in ("levels", "prerequisites", "framework_areas", "languages", "phases"):
        for value, times in Counter(_texts(raw, key)).items():
            if times > 1:
                yield key, say("“%(value)s” stands %(times)s times.", value=value, times=times)
    if own in _texts(raw, "prerequisites"):
        yield "prerequisites", say("A curriculum cannot ask for itself first.")
    if trains and not raw.get("qualifies_for"):
        yield "qualifies_for", say("Is missing: a course for trainers says what they may teach afterwards.")
    elif raw.get("qualifies_for") and not trains:
        yield "qualifies_for", say("Only a course of the kind TOT makes trainers.")
    mission = raw.get("mission")
    if isinstance(mission, str) and mission not in _missions():
        yield "mission", say("There is no mission “%(code)s”.", code=mission)


@cache
def _missions() -> frozenset[str]:
    return frozenset(mission.acronym for mission in load_missions())


def _qualifying(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in _tables(raw, "qualifies_for"):
        for label in _texts(one, "versions"):
            yield str(one.get("curriculum")), label


def _tables(table: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    found = table.get(key)
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, Mapping))


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = table.get(key)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def _value(table: Mapping[str, Any], key: str) -> Any:
    found = table.get(key)
    return found.get("value") if isinstance(found, Mapping) else None
