"""Pure: what the demonstration offers on its first page: who can sign in, what each can try, the story step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from trainingapp.accounts.rules import SECOND_FACTOR
from trainingapp.demo.plan import BANBAT_4
from trainingapp.demo.signins import PASS_PHRASE, SIGN_INS, SignIn
from trainingapp.kit.words import N_, Sentence, say

#: What each can try, by the beginning of the e-mail address.
TRIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "officer.bangladesh": N_("The story above: a roll, results, certificates."),
        "officer.nepal": N_("The same work for Nepal. Open a page of Bangladesh by its address: there is nothing."),
        "instructor.bipsot": N_("Record results for the people of the State that lets the institute do so."),
        "instructor.kaiptc": N_("Plan a course in Accra, and name who teaches: only a qualified trainer may lead."),
        "instructor.entebbe": N_("The courses for trainers of 2017: their calendar, who took part, what came of it."),
        "cell.minusca": N_("Who in the mission lacks what, whatever their State."),
        "focal.bangladesh": N_("All that the officer does, and read the State's journal."),
        "authority.bangladesh": N_("Sign a certification that the focal point prepared; revoke a certificate."),
        "manager.bangladesh": N_("The State's accounts: invite, give roles, review what an account did."),
        "focal.carana": N_("A fictional State with many gaps: find who lacks what before it deploys again."),
        "authority.carana": N_("Sign what the focal point of Carana prepared."),
        "reviewer.military": N_("All States: from State to rotation to person; review what States certify."),
        "reviewer.police": N_("All States: look at the formed police units; their certifications wait here."),
        "reviewer.training": N_("Certifications of predeployment training, of every component."),
        "analyst": N_("The gaps of all States on any day, without names, and take them away as a file."),
        "editor": N_("The curricula: their lessons, figures and sources."),
        "publisher": N_("Read a version under review, and publish or return it: never one's own."),
        "requirements": N_("Who must hold what: make a rule, and see whom it touches before it is kept."),
        "leader.minusca": N_("Ask that training teaches what the field needs, and see what became of it."),
        "administrator": N_("Accounts, the map of permissions, the journal."),
    }
)


@dataclass(frozen=True)
class Step:
    """One step of the story; `file` is a sample file that it needs."""

    title: str
    about: Sentence
    file: str | None = None


def steps(*, roll: str, results: str, mended: str, retest: str) -> Sequence[Step]:
    """The story of E2 and E3 as the Bangladesh officer lives it, with the names of its sample files."""
    code = BANBAT_4.code
    return (
        Step(
            N_("Sign in as the training officer of Bangladesh"),
            say(
                "Nasrin Chowdhury, the first in the list below. Her first page says that %(code)s has no roll.",
                code=code,
            ),
        ),
        Step(
            N_("Upload the nominal roll"),
            say("850 persons, from a workbook with title rows above its header. Look at it, then record it."),
            roll,
        ),
        Step(
            N_("Upload the results of 25 September 2017"),
            say(
                "Choose CPTM 2017. The page shows how each column was understood, the first rows, and three problems "
                "by row and column. Record the 847 good rows: %(code)s has 829 of 850, and the 21 missing are named "
                "with why.",
                code=code,
            ),
            results,
        ),
        Step(
            N_("Send the three mended rows"),
            say("The refused rows also come back as a file that says what to mend; this one is mended already."),
            mended,
        ),
        Step(
            N_("Send the retest of 20 October 2017"),
            say(
                "18 who had failed pass: 850 of 850. Send any of the files again: nothing changes, and the page says "
                "so."
            ),
            retest,
        ),
        Step(
            N_("Issue the certificates"),
            say(
                "As one ZIP, while a bar shows how far it is. Open one and scan its code, or type its number on this "
                "page: anybody can check it without signing in."
            ),
        ),
        Step(
            N_("Look with other eyes"),
            say(
                "Sign out. As the officer of Nepal, open the address of %(code)s: there is nothing. As the analyst, "
                "open the gaps of all States, go down to one rotation, and take the report away as CSV, XLSX or PDF.",
                code=code,
            ),
        ),
    )


@dataclass(frozen=True)
class Offered:
    """What the first page of the demonstration shows."""

    steps: Sequence[Step]
    sign_ins: Sequence[tuple[SignIn, str]]
    pass_phrase: str
    #: Roles that are asked for a code too; the page that asks fills it in.
    with_code: frozenset[str]


def offered(told: Sequence[Step]) -> Offered:
    """The story, and the sign-ins, each with what can be tried."""
    return Offered(told, [(one, TRIES[one.email.partition("@")[0]]) for one in SIGN_INS], PASS_PHRASE, SECOND_FACTOR)
