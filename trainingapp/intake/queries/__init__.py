"""What the register knows that bears on a file: a fixed number of statements, however many rows the file has."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select

from trainingapp.completions import queries as completions
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces import reference
from trainingapp.forces.guards import kept_out
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.forces.queries import RotationFacts
from trainingapp.kit.db import db
from trainingapp.kit.words import Sentence
from trainingapp.people import queries as people
from trainingapp.people.models import PersonNow
from trainingapp.people.queries.former import former_numbers
from trainingapp.rosters import roll, roster
from trainingapp.states.reference import load_states
from trainingapp.states.resolver import Directory, Resolved, resolve

#: A unit's kind says what most of its people are.
USUAL_CATEGORY = {"FPU": "formed_police", "IPO": "individual_police", "OBSERVERS": "expert_on_mission"}


def known_people(state: str, numbers: Iterable[str]) -> dict[str, tuple[int, str, str | None]]:
    """Service number -> key, name as shown, name in its own script. One statement."""
    found = people.by_service_number(state, {number for number in numbers if number})
    return {number: (person.id, person.name, person.original_name) for number, person in found.items()}


def known_for_results(rotation: RotationFacts, version: VersionFacts, numbers: Iterable[str]) -> roster.Known:
    """What bears on results of one version for one rotation. Three statements, and two when some number is strange."""
    numbers = list(numbers)
    known = known_people(rotation.state_code, numbers)
    return roster.Known(
        people=known,
        former=formerly(rotation.state_code, numbers, known),
        on_roll=lines_on_roll(rotation.id),
        recorded=completions.standing_on_roll(rotation.id, version.id),
        effective_from=version.effective_from,
        pass_mark=version.pass_rule.mark,
    )


def known_for_roll(rotation: RotationFacts, numbers: Iterable[str]) -> roll.Known:
    """What bears on a nominal roll of one rotation. Three statements, one for each guard, and two when some number is
    strange."""
    numbers = list(numbers)
    known = known_people(rotation.state_code, numbers)
    states = Directory(load_states())

    def nationality_of(text: str) -> str | None:
        found = resolve(text, states)
        return found.state.iso3 if isinstance(found, Resolved) else None

    return roll.Known(
        state=rotation.state_code,
        people=known,
        former=formerly(rotation.state_code, numbers, known),
        on_roll={person for person, last in lines_on_roll(rotation.id).items() if last is None},
        elsewhere=_elsewhere(rotation),
        kept_out=kept_out(rotation.id),
        nationality_of=nationality_of,
        category_of=reference.Terms(reference.load_categories()).code_of,
        function_of=reference.Terms(reference.load_functions()).code_of,
        usual_category=USUAL_CATEGORY.get(rotation.unit_type_code, "troops"),
    )


def formerly(state: str, numbers: Iterable[str], known: Mapping[str, object]) -> dict[str, Sentence]:
    """Of the numbers that nobody has now, those that somebody had: the hint that says who, until when.

    Two statements, none when every number is known.
    """
    strange = {number for number in numbers if number} - known.keys()
    return {number: one.sentence for number, one in former_numbers(state, strange).items()} if strange else {}


def lines_on_roll(rotation_id: int) -> dict[int, date | None]:
    """Who is on a roll: person -> None, or the last day of a line that was ended; lines in error are not there."""
    rows = db.session.execute(
        select(PersonNow.same_as, AssignmentEnd.kind, AssignmentEnd.ended_on)
        .select_from(Assignment)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(Assignment.rotation_id == rotation_id)
        .order_by(AssignmentEnd.id.is_(None), Assignment.id)
    )
    # The last of a person's lines counts, and one that stands is the last, also where two rows became one person.
    return {person: ended_on for person, kind, ended_on in rows if kind != "in_error"}


def _elsewhere(rotation: RotationFacts) -> dict[int, str]:
    """Who of the State serves in another rotation on some of the same days: person -> that rotation's code."""
    rows = db.session.execute(
        select(PersonNow.same_as, Rotation.code)
        .select_from(Assignment)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(
            Rotation.state_code == rotation.state_code,
            Rotation.id != rotation.id,
            Rotation.deploys_on <= rotation.ends_on,
            Rotation.ends_on >= rotation.deploys_on,
            (AssignmentEnd.id.is_(None))
            | ((AssignmentEnd.kind == "left") & (AssignmentEnd.ended_on >= rotation.deploys_on)),
        )
    )
    return {row.same_as: row.code for row in rows}
