"""What this room says on a rotation's own page."""

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.queries import clearance, concerns, listings, rehatting, screening
from trainingapp.forces.notices import NOTICES, Notice, Subject
from trainingapp.kit.clock import today
from trainingapp.kit.words import N_, say


def listed(identity: Identity, rotation: Subject) -> Notice | None:
    """A listed State's rotation that is deployed or will be (R07). One statement."""
    day = today()
    if day > rotation.ends_on or not identity.scope("listings.see").reaches(rotation.state_code):
        return None
    found = listings.listed(rotation.state_code, on=day)
    if found is None:
        return None
    about = {"state": rotation.state_name, "report": found.report, "day": found.listed_from}
    sentence = say(
        "%(state)s is listed since %(day)s (annual report, %(report)s). Until it is delisted, a certification of this "
        "rotation cannot be accepted.",
        **about,
    )
    if day >= rotation.deploys_on:
        sentence = say(
            "Suspension review: %(state)s is listed since %(day)s (annual report, %(report)s), and this rotation is "
            "deployed. What follows is for the Secretariat to decide.",
            **about,
        )
    return Notice(sentence, "attestations.listings", N_("See the listing"), "bad")


def screened(identity: Identity, rotation: Subject) -> Notice | None:
    """Somebody on the roll was not cleared; or, before it deploys, somebody waits (R06). One statement."""
    day = today()
    if day > rotation.ends_on or not identity.scope("screening.see").reaches(rotation.state_code):
        return None
    found = screening.counts([rotation.id], as_of=max(day, rotation.deploys_on))[rotation.id]
    where = ("attestations.screening", N_("Open the screening"))
    values = {"rotation_id": rotation.public_id}
    about = {"persons": found.persons}
    if found.not_cleared:
        sentence = say(
            "Screening for human rights: %(out)s of %(persons)s on the roll not cleared. They cannot stay in this "
            "rotation.",
            out=found.not_cleared,
            **about,
        )
        return Notice(sentence, *where, "bad", values)
    if found.pending and day < rotation.deploys_on:
        sentence = say(
            "Screening for human rights: %(waiting)s of %(persons)s on the roll wait for it.",
            waiting=found.pending,
            **about,
        )
        return Notice(sentence, *where, "warn", values)
    return None


def concerning(identity: Identity, rotation: Subject) -> Notice | None:
    """Concerns about its unit about which nothing was done yet (R06). One statement."""
    if today() > rotation.ends_on or not identity.scope("screening.see").reaches(rotation.state_code):
        return None
    found = concerns.open_concerns([rotation.id])
    if not found:
        return None
    sentence = say("Concerns about the unit that are open: %(number)s.", number=found[rotation.id])
    values = {"rotation_id": rotation.public_id}
    return Notice(sentence, "attestations.screening", N_("Read the concerns"), "warn", values)


def clearing(identity: Identity, rotation: Subject) -> Notice | None:
    """Medical personnel that the UN has not technically cleared (R14). One statement."""
    day = today()
    if day > rotation.ends_on or not identity.scope("attestations.see").reaches(rotation.state_code):
        return None
    found = clearance.cleared_medics([rotation.id], as_of=max(day, rotation.deploys_on)).get(rotation.id)
    if found is None or found.cleared == found.medics:
        return None
    sentence = say(
        "%(number)s of %(medics)s medical personnel not technically cleared.",
        number=found.medics - found.cleared,
        medics=found.medics,
    )
    values = {"rotation_id": rotation.public_id}
    return Notice(sentence, "attestations.clearance", N_("Open the medical clearance"), "warn", values)


def coming_over(identity: Identity, rotation: Subject) -> Notice | None:
    """It comes over from another operation (R52). One statement."""
    scope = identity.scope("attestations.see")
    if today() > rotation.ends_on or not scope.reaches(rotation.state_code):
        return None
    found = rehatting.case_of(scope, rotation.id)
    if found is None:
        return None
    sentence = say(
        "It comes over from %(organisation)s: authority is transferred on %(transfer)s, what remains is due by "
        "%(deadline)s.",
        organisation=found.organisation,
        transfer=found.transfer_on,
        deadline=found.deadline_on,
    )
    values = {"rotation_id": rotation.public_id}
    return Notice(sentence, "attestations.rehatting", N_("See what remains"), "info", values)


NOTICES.extend((listed, screened, concerning, clearing, coming_over))
