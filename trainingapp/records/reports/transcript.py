"""A record as a transcript says it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from trainingapp.completions.queries import Told
from trainingapp.forces.queries import Service
from trainingapp.readiness.intervals import FOREVER
from trainingapp.readiness.rules import Held
from trainingapp.records.face import STATEMENT, Certified, Completed, Deployment, Holder, Requirement, Transcript
from trainingapp.records.queries import CertificateLine
from trainingapp.records.reports import Required, Tour, Whole


def transcript(
    whole: Whole,
    *,
    state_name: str,
    made_at: datetime,
    entry: int,
    register_address: str,
    verify: Callable[[str], str],
    gettext: Callable[[str], str],
) -> Transcript:
    """Everything about one person's training on a day, as far as `whole` goes. No statement.

    `verify` gives the address at which a certificate (public id) is checked; texts are in the language of `gettext`.
    """
    person = whole.person
    holder = Holder(
        state=person.state_code,
        state_name=state_name,
        service_number=person.service_number,
        name=person.name,
        family_name=person.family_name,
        given_names=person.given_names,
        original_name=person.original_name,
        earlier_names=tuple(whole.earlier_names),
        rank=whole.rank.name if whole.rank else None,
        sex=person.sex,  # type: ignore[arg-type]
        born_on=person.born_on,
    )
    asked = None
    if whole.tours is not None:
        asked = tuple(one for tour in whole.tours for one in _requirements(tour, gettext))
    held = None
    if whole.certificates is not None:
        held = tuple(_certified(one, whole.as_of, verify) for one in whole.certificates if one.issued_on <= whole.as_of)
    return Transcript(
        register_address=register_address,
        made_at=made_at,
        journal_entry=entry,
        as_of=whole.as_of,
        statement=gettext(STATEMENT),
        person=holder,
        deployments=tuple(_deployment(one, whole.as_of) for one in whole.services if one.ended != "in_error"),
        requirements=asked,
        training=tuple(_completed(one) for one in whole.history if one.completed_on <= whole.as_of),
        certificates=held,
    )


def _deployment(one: Service, as_of: date) -> Deployment:
    left = one.ended == "left" and one.ended_on is not None
    last = one.ended_on if left and one.ended_on else one.ends_on
    status = "to_come" if one.deploys_on > as_of else "deployed"
    if last < as_of:
        status = "left" if left else "ended"
    return Deployment(
        rotation=one.rotation,
        mission=one.mission_code,
        first_day=one.deploys_on,
        last_day=last,
        category=one.category,
        rank=one.rank,
        function=one.function,
        status=status,  # type: ignore[arg-type]
    )


def _requirements(tour: Tour, gettext: Callable[[str], str]) -> Iterator[Requirement]:
    for mandatory, lines in ((True, tour.mandatory), (False, tour.recommended)):
        for one in lines:
            yield _requirement(tour, one, mandatory, gettext)


def _requirement(tour: Tour, one: Required, mandatory: bool, gettext: Callable[[str], str]) -> Requirement:
    now = one.now
    common = {
        "rotation": tour.service.rotation,
        "judged_on": tour.judged_on,
        "curriculum": one.curriculum,
        "title": one.title,
        "mandatory": mandatory,
        "held": isinstance(now, Held),
    }
    if isinstance(now, Held):
        through = None if now.through == FOREVER else now.through
        more: dict[str, object] = {"held_through": through}
        if (recognised := now.recognised) is None:
            more |= {"version": now.by.version, "completed_on": now.by.completed_on}
        else:
            more["explanation"] = recognised.through(gettext)
    else:
        more = {"missing_because": now.reason, "explanation": now.sentence.through(gettext)}
        more["waived_through"] = one.waived
    return Requirement.model_validate(common | more)


def _completed(told: Told) -> Completed:
    return Completed(
        curriculum=told.curriculum_code,
        version=told.label,
        title=told.title,
        completed_on=told.completed_on,
        result=told.result,  # type: ignore[arg-type]
        score=told.score,
        valid_through=told.valid_through,
        evidence=told.evidence,  # type: ignore[arg-type]
        status=told.withdrawn or ("under_review" if told.held else "stands"),  # type: ignore[arg-type]
        ended_on=told.withdrawn_at.date() if told.withdrawn_at else None,
    )


def _certified(one: CertificateLine, as_of: date, verify: Callable[[str], str]) -> Certified:
    standing = one.standing(as_of)
    return Certified(
        number=one.number,
        curriculum=one.curriculum_code,
        title=one.title,
        issued_on=one.issued_on,
        status=standing.status,  # type: ignore[arg-type]
        status_day=standing.on,
        verify=verify(one.public_id),
    )
