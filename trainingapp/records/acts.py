"""Pure: what the journal's acts are called, and how an entry reads as a sentence.

Every act that any room writes has its words here; a test holds the two together.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from trainingapp.accounts.rules import KINDS, ROLES
from trainingapp.attestations.acts import ACTS as OF_ATTESTATIONS
from trainingapp.attestations.screening import RESULTS
from trainingapp.kit.figures import grouped
from trainingapp.kit.words import N_, Sentence, say

#: Act -> its name in lists, and the sentence; places are filled from the entry's details.
ACTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "account.add": (N_("Account added"), N_("added an account")),
        "account.follow_provider": (
            N_("Roles followed the identity provider"),
            N_("said which roles an account has: %(given)s given, %(taken)s taken away"),
        ),
        "account.link": (N_("Account tied to single sign-on"), N_("tied an account to single sign-on")),
        "account.codes_renew": (N_("Recovery codes made"), N_("made new recovery codes for their own account")),
        "account.factor_add": (N_("Second factor added"), N_("added a second factor to their own account: %(kind)s")),
        "account.factor_remove": (
            N_("Second factor removed"),
            N_("removed a second factor from their own account: %(kind)s"),
        ),
        "account.factors_forget": (
            N_("Second factors removed for somebody"),
            N_("removed the lost second factors of an account: %(factors)s"),
        ),
        "account.end_role": (N_("Role taken away"), N_("took a role away: %(role)s, %(for)s")),
        "account.give_role": (N_("Role given"), N_("gave a role: %(role)s, %(for)s")),
        "account.lift": (N_("Account let in again"), N_("let an account sign in again")),
        "account.lock_out": (N_("Guessing stopped"), N_("guessed at a %(of)s until stopped")),
        "account.phrase_change": (N_("Pass phrase changed"), N_("changed their own pass phrase")),
        "account.reset": (N_("Pass phrase chosen anew"), N_("chose a new pass phrase by a link")),
        "account.suspend": (N_("Account suspended"), N_("suspended an account")),
        "account.sign_in": (N_("Signed in"), N_("signed in")),
        "account.sign_in_end": (N_("Sign-ins ended"), N_("ended %(ended)s of their own sign-ins from another one")),
        "account.sign_out": (N_("Signed out"), N_("signed out")),
        "by_hand.confirm": (
            N_("Results by hand confirmed"),
            N_("confirmed %(rows)s results of %(curriculum)s that a colleague recorded by hand"),
        ),
        "by_hand.record": (
            N_("Results recorded by hand"),
            N_("recorded %(rows)s results of %(curriculum)s by hand, to be confirmed"),
        ),
        "by_hand.record_at_once": (
            N_("Results recorded by hand, with no second person"),
            N_("recorded %(rows)s results of %(curriculum)s by hand"),
        ),
        "by_hand.send_back": (
            N_("Results by hand sent back"),
            N_("sent back %(rows)s results of %(curriculum)s that a colleague recorded by hand"),
        ),
        "by_hand.take_back": (
            N_("Results by hand withdrawn unconfirmed"),
            N_("took back %(rows)s results of %(curriculum)s that nobody had confirmed"),
        ),
        "by_hand.undo": (
            N_("Results by hand taken back"),
            N_("took back results that were recorded by hand: %(withdrawn)s withdrawn"),
        ),
        "calendar.end_feed": (N_("Calendar’s address ended"), N_("ended the private address of their own calendar")),
        "calendar.make_feed": (N_("Calendar’s address made"), N_("made a private address for their own calendar")),
        "certificates.issue": (
            N_("Certificates issued"),
            N_("issued %(issued)s certificates for %(curriculum)s"),
        ),
        "certificates.reissue": (
            N_("Certificates issued anew"),
            N_("issued %(issued)s certificates anew, with the name put right"),
        ),
        "certificates.revoke": (N_("Certificates revoked"), N_("revoked %(revoked)s certificates")),
        "completion.correct": (N_("Completion corrected"), N_("corrected a completion of %(curriculum)s")),
        "completion.withdraw": (N_("Completion withdrawn"), N_("withdrew a completion of %(curriculum)s")),
        "curriculum.draft": (N_("Draft of a curriculum begun"), N_("began to write version %(version)s")),
        "curriculum.drop": (N_("Draft of a curriculum dropped"), N_("dropped the draft of version %(version)s")),
        "curriculum.load": (
            N_("Curriculum loaded"),
            N_("loaded version %(version)s from the file %(file)s"),
        ),
        "curriculum.pilot": (N_("Pilot started"), N_("started version %(version)s as a pilot, from %(from)s on")),
        "curriculum.publish": (
            N_("Version published"),
            N_("published version %(version)s, in force from %(from)s on; it takes the place of: %(supersedes)s"),
        ),
        "curriculum.publish_pilot": (
            N_("Pilot published"),
            N_("published the pilot %(version)s, in force from %(from)s on; it takes the place of: %(supersedes)s"),
        ),
        "curriculum.return": (N_("Version returned"), N_("returned version %(version)s to its writers")),
        "curriculum.submit": (N_("Version submitted for review"), N_("submitted version %(version)s for review")),
        "curriculum.withdraw": (N_("Version withdrawn"), N_("withdrew version %(version)s from %(from)s on")),
        "curriculum.decide_validity": (
            N_("How long completions count decided"),
            N_("decided for how long completions of %(version)s count, from %(from_on)s on"),
        ),
        "curriculum.end_recognition": (
            N_("Equivalence ended"),
            N_("ended what stands for %(curriculum)s under %(reference)s, from %(from_on)s on"),
        ),
        "curriculum.recognise": (
            N_("Equivalence decided"),
            N_("decided that %(parts)s stands for %(curriculum)s, from %(from_on)s on"),
        ),
        "recordings.lift": (
            N_("Review ended"),
            N_("ended a review: %(completions)s completions count again"),
        ),
        "recordings.suspend": (
            N_("Recordings suspended"),
            N_("put what an account recorded under review: %(completions)s completions, %(certificates)s certificates"),
        ),
        "reference.load": (
            N_("Reference data loaded"),
            N_("loaded States, missions and functions: %(added)s added, %(changed)s changed"),
        ),
        "demo.seed": (N_("Demonstration filled in"), N_("filled in the demonstration")),
        "institution.add": (N_("Institution added"), N_("added the institution %(code)s")),
        "institution.end": (N_("Institution ended"), N_("ended the institution %(code)s")),
        "institution.end_consent": (
            N_("Consent to an institution ended"),
            N_("ended the consent that lets %(code)s record"),
        ),
        "institution.let_record": (N_("Institution let record"), N_("let the institution %(code)s record")),
        "invitation.accept": (N_("Invitation accepted"), N_("accepted an invitation")),
        "invitation.resend": (N_("Invitation sent again"), N_("sent an invitation again")),
        "invitation.send": (N_("Somebody invited"), N_("invited somebody: %(roles)s")),
        "invitation.withdraw": (N_("Invitation withdrawn"), N_("withdrew an invitation")),
        "letters.resend": (N_("Letters sent again"), N_("let %(letters)s letters that had been given up go out again")),
        "own_link.end": (N_("Private link ended"), N_("ended a private link to a person's own record")),
        "own_link.make": (
            N_("Private link given"),
            N_("gave a private link to a person's own record, for %(days)s days"),
        ),
        "person.accept": (
            N_("Person accepted from another State"),
            N_("accepted a person whom %(state)s offered: %(carried)s completions carried over"),
        ),
        "person.change": (N_("Person changed"), N_("recorded a change of a person: %(field)s")),
        "person.correct_name": (N_("Name put right"), N_("put a name right")),
        "person.decline": (N_("Offer declined"), N_("declined a person whom %(state)s offered")),
        "person.erase": (N_("Person erased"), N_("erased a person: %(rows)s rows emptied, %(removed)s taken away")),
        "bulletin.publish": (N_("Bulletin published"), N_("published bulletin %(number)s, with %(needs)s needs")),
        "contributor.emerging": (
            N_("Emerging contributor recorded"),
            N_("recorded that a State is an emerging contributor from %(from)s on"),
        ),
        "contributor.emerging_end": (
            N_("Emerging contributor ended"),
            N_("recorded that a State counts as an emerging contributor through %(through)s"),
        ),
        "need.consent": (N_("Bulletins may name the State"), N_("let bulletins name the State to others")),
        "need.consent_end": (
            N_("Bulletins may not name the State"),
            N_("took back that bulletins may name the State to others"),
        ),
        "need.declare": (N_("Need declared"), N_("said what the State needs: %(open)s persons without %(curriculum)s")),
        "need.change": (
            N_("Need changed"),
            N_("changed what the State needs: %(open)s persons without %(curriculum)s"),
        ),
        "need.met": (N_("Need met"), N_("said that a need is met")),
        "need.withdrawn": (N_("Need withdrawn"), N_("withdrew a need")),
        "report.gap": (N_("Gap report made"), N_("made gap report %(number)s")),
        "report.readiness": (N_("Readiness report made"), N_("made readiness report %(number)s")),
        "priority.accepted": (N_("Priority accepted"), N_("accepted what the field asks training to teach")),
        "priority.merged": (N_("Priority merged"), N_("merged a priority of the field into another")),
        "priority.reflected": (
            N_("Priority reflected"),
            N_("named the version that teaches what the field asked for: %(version)s"),
        ),
        "priority.refused": (N_("Priority refused"), N_("refused what the field asked training to teach")),
        "priority.submit": (N_("Priority submitted"), N_("asked that training teaches something")),
        "person.keep_apart": (N_("Two persons"), N_("decided that two records are two persons")),
        "person.merge": (N_("Records merged"), N_("made one person of two records")),
        "person.offer": (N_("Person offered to another State"), N_("offered a person to %(state)s")),
        "person.unmerge": (N_("Merge undone"), N_("undid a merge of two records")),
        "person.withdraw_offer": (N_("Offer withdrawn"), N_("took back the offer of a person to %(state)s")),
        "session.cancel": (N_("Session cancelled"), N_("cancelled the training session %(session)s")),
        "session.change": (
            N_("Plan of a session changed"),
            N_("changed the plan of the training session %(session)s: %(changed)s"),
        ),
        "session.confirm": (N_("Session confirmed"), N_("confirmed the training session %(session)s")),
        "review.let_stand": (
            N_("Completions left standing after review"),
            N_("looked at %(completions)s completions whose trainer or session was withdrawn, and let them stand"),
        ),
        "session.doubt": (N_("Session withdrawn"), N_("put the training of session %(session)s in doubt")),
        "trainer.withdraw": (
            N_("Trainer withdrawn"),
            N_("withdrew a trainer, of: %(curriculum)s, from %(from)s on"),
        ),
        "session.end_trainer": (
            N_("Trainer taken out of a session"),
            N_("said that somebody does not teach in the training session %(session)s"),
        ),
        "session.name_trainer": (
            N_("Trainer named in a session"),
            N_("named who teaches in the training session %(session)s: %(role)s"),
        ),
        "institution.tell": (
            N_("Institution described"),
            N_("wrote what the institution %(code)s tells of itself"),
        ),
        "session.attend": (
            N_("Attendance marked"),
            N_("marked attendance in the training session %(session)s: %(marks)s marks"),
        ),
        "session.check": (
            N_("Practical checks marked"),
            N_("marked practical checks in the training session %(session)s: %(marks)s marks"),
        ),
        "session.close": (
            N_("Session closed"),
            N_("closed the session %(session)s: %(passed)s passed, %(failed)s failed, %(absent)s did not come"),
        ),
        "session.confirm_results": (
            N_("Results of a session confirmed"),
            N_("confirmed the results of the training session %(session)s: %(completions)s completions"),
        ),
        "session.print_sheets": (
            N_("Sign-in sheets numbered"),
            N_("numbered %(sheets)s sign-in sheets for the training session %(session)s"),
        ),
        "session.record": (
            N_("Completions recorded from a session"),
            N_("recorded %(recorded)s completions of %(curriculum)s from the training session %(session)s"),
        ),
        "session.results": (
            N_("Results of a session entered"),
            N_("entered %(results)s results of the training session %(session)s"),
        ),
        "session.send_back": (
            N_("Results of a session sent back"),
            N_("sent the results of the training session %(session)s back"),
        ),
        "session.decide": (
            N_("Nominations decided"),
            N_(
                "decided nominations for the training session %(session)s: accepted %(accepted)s, waiting list "
                "%(waiting)s, declined %(declined)s"
            ),
        ),
        "session.nominate": (
            N_("Persons nominated"),
            N_("nominated %(persons)s persons for the training session %(session)s"),
        ),
        "session.withdraw": (
            N_("Nominations withdrawn"),
            N_("withdrew %(persons)s nominations for the training session %(session)s"),
        ),
        "session.open": (
            N_("Session opened for nomination"),
            N_("opened the training session %(session)s for nomination"),
        ),
        "session.plan": (
            N_("Session planned"),
            N_("planned the training session %(session)s of %(curriculum)s, delivered by %(by)s"),
        ),
        "session.start": (N_("Session started"), N_("started the training session %(session)s")),
        "retention.run": (N_("Retention run"), N_("took away %(rows)s rows that had been kept long enough")),
        "readings.seal": (N_("Readings sealed"), N_("sealed %(readings)s notes of who looked at people")),
        "requirement.add": (N_("Rule about training made"), N_("made the rule %(code)s about %(curriculum)s")),
        "requirement.end": (
            N_("Rule about training ended"),
            N_("ended the rule %(code)s; its last day is %(last_day)s"),
        ),
        "requirement.load": (N_("Requirements loaded"), N_("loaded rules: %(codes)s")),
        "requirement.state": (
            N_("Statement of unit requirements stated"),
            N_("stated what a mission asks of units: %(statement)s, from %(from)s"),
        ),
        "roll.record": (
            N_("Nominal roll recorded"),
            N_("recorded %(recorded)s of %(rows)s lines of a nominal roll"),
        ),
        "roll.undo": (N_("Nominal roll taken back"), N_("took back a nominal roll: %(withdrawn)s lines ended")),
        "roster.record": (
            N_("Results recorded"),
            N_("recorded %(recorded)s of %(rows)s results of %(curriculum)s"),
        ),
        "roster.undo": (N_("Results taken back"), N_("took back a file of results: %(withdrawn)s withdrawn")),
        "rotation.add": (
            N_("Rotation added"),
            N_("added the rotation %(code)s to %(mission)s, %(strength)s persons"),
        ),
        "state.lift": (N_("State's roles hold again"), N_("let the roles for the State %(code)s hold again")),
        "state.suspend": (N_("State suspended"), N_("let all roles for the State %(code)s rest")),
        "waiver.end": (N_("Waiver ended"), N_("ended the waiver of %(curriculum)s; its last day is %(through)s")),
        **OF_ATTESTATIONS,
    }
)

#: Who acts without an account, in words.
NOBODYS: Mapping[str, str] = MappingProxyType(
    {
        "operator": N_("The operator"),
        "demonstration": N_("The demonstration"),
        "visitor": N_("A visitor"),
        "provider": N_("The identity provider"),
    }
)

#: What stands where an entry does not say it, as older entries may not.
UNSAID = "–"


def in_words(act: str, details: Mapping[str, object]) -> Sentence:
    """What was done, from the entry's own details."""
    if act not in ACTS:
        return say("did “%(act)s”", act=act)
    template = ACTS[act][1]
    places = re.findall(r"%\((\w+)\)s", template)
    done = Sentence(template, {name: _told(name, details[name]) if name in details else UNSAID for name in places})
    sha256 = details.get("file_sha256", details.get("sha256"))
    return say("%(done)s (file with SHA-256 %(sha256)s)", done=done, sha256=_short(sha256)) if sha256 else done


def name_of(act: str) -> str:
    """The act's name in lists."""
    return ACTS[act][0] if act in ACTS else act


def _told(place: str, value: object) -> object:
    """What stands in a place: roles and whom they are for in words, as every page names them, the rest shortened."""
    if place == "role":
        return Sentence(ROLES.get(str(value), str(value)))
    if place == "result":
        return Sentence(RESULTS[str(value)][0] if value in RESULTS else str(value))
    if place == "for":
        return Sentence(KINDS["all"]) if value == "all" else str(value)
    if place == "roles":
        # As they were invited to: "focal_point BGD, reviewer_police all".
        given = [one.partition(" ") for one in str(value).split(", ")]
        values = {f"role_{at}": _told("role", role) for at, (role, _space, _where) in enumerate(given)}
        values |= {f"for_{at}": _told("for", where) for at, (_role, _space, where) in enumerate(given)}
        return Sentence("; ".join(f"%(role_{at})s, %(for_{at})s" for at in range(len(given))), values)
    return _short(value)


def _short(value: object) -> object:
    """A number with its groups, the beginning of a long hash, a list as text."""
    if isinstance(value, bool) or not isinstance(value, int | str | list):
        return str(value)
    if isinstance(value, int):
        return grouped(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    # A version stands in the journal by its name, CPTM@2017; people write CPTM 2017.
    return f"{value[:12]}…" if len(value) == 64 else value.replace("@", " ")
