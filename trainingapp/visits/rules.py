"""Pure: the first visit of each role: three to five pages, and what to see on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from trainingapp.accounts.rules import ROLES, Identity
from trainingapp.kit.words import N_


@dataclass(frozen=True)
class Step:
    """A page of the visit: its endpoint, a title, and a few plain sentences about what it is for."""

    endpoint: str
    title: str
    about: str


_HELP: Final = Step(
    "web.help",
    N_("Help is on every page"),
    N_(
        "“Help with this page” stands beside each heading and leads to the right answer here. You can see this visit "
        "again from here, too."
    ),
)
_ROTATIONS: Final = Step(
    "forces.rotations",
    N_("Work begins with a rotation"),
    N_(
        "Open one: its page says what comes next. First the nominal roll, then the results of training, then the "
        "certificates. Files are looked at before anything is recorded."
    ),
)
_BY_ROTATION: Final = Step(
    "readiness.rotations",
    N_("Which rotation lacks what"),
    N_(
        "A rotation on each line, the least ready first. Choose a day, past or to come, and “On the day they deploy” "
        "to see what will be missing then."
    ),
)
_STATES: Final = Step(
    "readiness.states",
    N_("From all States to one rotation"),
    N_(
        "Each share carries the numbers it was made of. Follow a State, then a rotation; take any page away as CSV, "
        "XLSX or PDF."
    ),
)
_PEOPLE: Final = Step(
    "records.people",
    N_("One person, one record"),
    N_(
        "Find somebody by a name in any script and order, or by a service number. The record reads from top to bottom: "
        "who, where deployed, what is held, what is missing and why."
    ),
)
_READINGS: Final = Step(
    "records.readings",
    N_("Who looked at your people"),
    N_("Every page and file that showed your people by name, who opened it and when. Nobody can take a line away."),
)
_ACCOUNTS: Final = Step(
    "accounts.index",
    N_("Who may sign in"),
    N_("Invite somebody, give a role, end one, suspend an account. It holds from the next click of that person."),
)
_INVITATIONS: Final = Step(
    "accounts.invitations",
    N_("Invitations"),
    N_("Whoever is invited gets a link that lasts some days. When it has run out, send it again from here."),
)
_MATRIX: Final = Step(
    "accounts.matrix",
    N_("Who may do what"),
    N_("The map that every page obeys. Roles with a second factor are marked, and acts that ask who you are again."),
)
_METHOD: Final = Step(
    "web.method",
    N_("How figures are computed"),
    N_("The rules in force with their sources, and each policy setting. No figure of this register is made otherwise."),
)


def _home(about: str) -> Step:
    return Step("web.home", N_("What waits for you today"), about)


#: Role, and whom it is for -> the steps. What holds for any other kind of grant stands under "".
_VISITS: Final[Mapping[tuple[str, str], Sequence[Step]]] = MappingProxyType(
    {
        ("training_officer", ""): (
            _home(
                N_(
                    "Rotations that deploy soon with gaps, rolls and results that are missing, what you have begun. "
                    "Each number leads to its list."
                )
            ),
            _ROTATIONS,
            Step(
                "intake.rosters",
                N_("Your files"),
                N_(
                    "What you sent, and what was recorded from it. A file can be taken back; refused rows come back as "
                    "a file that says what to mend."
                ),
            ),
            _PEOPLE,
            _HELP,
        ),
        ("training_officer", "institution"): (
            _home(N_("The rotations whose people you may record for, and what you have begun.")),
            _ROTATIONS,
            Step(
                "intake.by_hand_mine",
                N_("Results on paper"),
                N_(
                    "Type them into a table or paste them, with the signed sheet as evidence. A colleague confirms "
                    "them before they count."
                ),
            ),
            _HELP,
        ),
        ("training_officer", "mission"): (
            _home(N_("The rotations deployed to your mission or about to be, and who in them lacks something.")),
            _BY_ROTATION,
            _PEOPLE,
            _HELP,
        ),
        ("focal_point", ""): (
            _home(
                N_(
                    "Rotations that deploy soon with gaps, records that may be one person's, what colleagues typed and "
                    "you must confirm. Each number leads to its list."
                )
            ),
            _ROTATIONS,
            Step(
                "records.duplicates",
                N_("One person or two?"),
                N_(
                    "The register finds records that look alike and decides nothing. You do, side by side; a merge "
                    "keeps every fact and can be undone."
                ),
            ),
            _READINGS,
            _HELP,
        ),
        ("certifying_authority", ""): (
            _home(N_("How ready your State is, the least ready rotation first, and what waits to be confirmed.")),
            _BY_ROTATION,
            Step(
                "certificates.index",
                N_("Certificates"),
                N_("Every certificate of your State. One can be revoked with a reason, which whoever checks it reads."),
            ),
            _READINGS,
            _HELP,
        ),
        ("account_manager", ""): (
            _home(N_("Invitations that ran out, accounts without a second factor, accounts that are suspended.")),
            _ACCOUNTS,
            _INVITATIONS,
            _MATRIX,
            _HELP,
        ),
        ("reviewer_military", ""): (
            _home(N_("How ready the forces of all States are, the least ready first.")),
            _STATES,
            _BY_ROTATION,
            _PEOPLE,
            _HELP,
        ),
        ("reviewer_police", ""): (
            _home(N_("How ready the forces of all States are, the least ready first.")),
            _STATES,
            _BY_ROTATION,
            _PEOPLE,
            _HELP,
        ),
        ("reviewer_training", ""): (
            _home(N_("How ready the forces of all States are, the least ready first.")),
            _STATES,
            _BY_ROTATION,
            _PEOPLE,
            _HELP,
        ),
        ("analyst", ""): (
            _home(N_("How ready the forces of all States are, the least ready first. You see numbers and no names.")),
            _STATES,
            _BY_ROTATION,
            _METHOD,
            _HELP,
        ),
        ("curriculum_editor", ""): (
            _home(N_("Which versions are in force, which still count, which are coming.")),
            Step(
                "curricula.index",
                N_("What is taught"),
                N_("Each curriculum: its lessons, how one passes, how long it counts, where each figure is from."),
            ),
            _METHOD,
            _HELP,
        ),
        ("curriculum_publisher", ""): (
            _home(N_("Which versions are in force, which still count, which are coming.")),
            Step(
                "curricula.index",
                N_("What is taught"),
                N_("Each curriculum: its lessons, how one passes, how long it counts, where each figure is from."),
            ),
            _HELP,
        ),
        ("requirements_editor", ""): (
            _home(N_("How ready the forces of all States are, the least ready first. You see numbers and no names.")),
            Step(
                "requirements.index",
                N_("Who must hold what"),
                N_("The rules of any day. Make one, look whom it touches State by State, and keep it then."),
            ),
            Step(
                "requirements.statements",
                N_("What missions ask of units"),
                N_("Statements of unit requirements, version by version, and what each changed."),
            ),
            _HELP,
        ),
        ("mission_leader", ""): (
            _home(N_("How ready the forces of your mission are, the least ready first. You see numbers and no names.")),
            _BY_ROTATION,
            _HELP,
        ),
        ("administrator", ""): (
            _home(
                N_(
                    "Invitations that ran out, accounts without a second factor, letters that failed, and when the "
                    "journal was last verified."
                )
            ),
            _ACCOUNTS,
            Step(
                "accounts.of_states",
                N_("Each State looks after its own"),
                N_("Give every State an account manager; suspend all roles for a State when you must."),
            ),
            Step(
                "accounts.letters",
                N_("Letters"),
                N_("Whether invitations and notices reach people, and what stopped those that did not."),
            ),
            _HELP,
        ),
    }
)


def visit_of(identity: Identity) -> Sequence[Step]:
    """The steps for somebody with these roles: those of the first role in their order; none without a role."""
    order = list(ROLES)
    for grant in sorted(identity.grants, key=lambda one: order.index(one.role)):
        found = _VISITS.get((grant.role, grant.kind)) or _VISITS.get((grant.role, ""))
        if found:
            return found
    return ()
