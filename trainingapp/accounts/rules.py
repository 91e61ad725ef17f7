"""Pure: roles, permissions, and whose data each of them reaches.

The permission map below is the whole truth: a page of the administration shows it, the tests walk it.
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from trainingapp.kit.words import N_, Sentence, say

#: What one may be allowed to do, in words.
PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "rotations.see": N_("see rotations and their numbers"),
        "rotations.add": N_("add units and rotations"),
        "people.see": N_("see people by name"),
        "rolls.record": N_("record a nominal roll"),
        "rosters.record": N_("record results of training"),
        "completions.correct": N_("correct and withdraw completions"),
        "completions.confirm": N_("confirm results that a colleague recorded by hand"),
        "people.correct": N_("correct names, and change service numbers, ranks and States"),
        "people.merge": N_("decide whether two records are one person"),
        "people.link": N_("give somebody a private link to their own record"),
        "people.export": N_("export everything held on a person"),
        "people.erase": N_("erase a person"),
        "readings.see": N_("see who looked at people"),
        "certificates.see": N_("see certificates"),
        "certificates.issue": N_("issue certificates"),
        "certificates.revoke": N_("revoke certificates"),
        "gaps.see": N_("see training gaps"),
        "requirements.see": N_("see who must hold which training"),
        "requirements.edit": N_("make and end rules about training, and state what missions ask of units"),
        "waivers.see": N_("see which requirements are waived"),
        "waivers.grant": N_("waive requirements for a time"),
        "curricula.see": N_("read curricula"),
        "curricula.edit": N_("write versions of curricula"),
        "curricula.publish": N_("publish and withdraw versions, decide how long they count and what stands for them"),
        "priorities.see": N_("see what the field asks training to teach"),
        "priorities.submit": N_("ask that training teaches something"),
        "priorities.decide": N_("decide about what the field asks for"),
        "sessions.see": N_("see training sessions"),
        "sessions.plan": N_("plan and run training sessions"),
        "sessions.confirm": N_("confirm the results of a session that a colleague closed"),
        "sessions.nominate": N_("nominate persons for training sessions"),
        "trainers.see": N_("see who may teach"),
        "reports.see": N_("see reports that were stored"),
        "reports.make": N_("make reports that are stored"),
        "needs.declare": N_("say what a State needs"),
        "needs.consent": N_("let bulletins name a State"),
        "bulletins.read": N_("read bulletins of what is needed most"),
        "bulletins.publish": N_("choose and publish what is needed most, and say which contributors are emerging"),
        "trainers.withdraw": N_("withdraw trainers and sessions, and review what they stand behind"),
        "attestations.see": N_("see what States certify"),
        "attestations.figures": N_("see how many units are certified"),
        "attestations.prepare": N_("prepare certifications for the State"),
        "attestations.sign": N_("sign certifications for the State, and withdraw them"),
        "attestations.review": N_("review what States certify, and decide"),
        "attestations.verify": N_("record how a certification was verified"),
        "screening.see": N_("see who is screened for human rights"),
        "screening.record": N_("record what the screening for human rights came to"),
        "concerns.record": N_("record concerns about units, and what was done about them"),
        "clearances.record": N_("record the technical clearance of medical personnel"),
        "listings.see": N_("see which States are listed in reports"),
        "listings.record": N_("record that a State is listed, or no longer"),
        "rehatting.record": N_("record units that come over from other operations"),
        "journal.see": N_("read the journal"),
        "accounts.see": N_("see accounts and their grants"),
        "accounts.manage": N_("invite people, give and end roles, suspend accounts"),
        "recordings.suspend": N_("review what an account did, and suspend what it recorded"),
        "institutions.see": N_("see institutions, and whom they record for"),
        "institutions.manage": N_("add institutions and end them"),
        "institutions.let": N_("let an institution record for a State's people"),
        "institutions.stop": N_("end that an institution records for a State's people"),
        "states.suspend": N_("suspend all accounts of a State"),
        "letters.send": N_("see whether letters reach people, and send them again"),
    }
)

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "training_officer": N_("Training officer"),
        "focal_point": N_("State focal point"),
        "certifying_authority": N_("State certifying authority"),
        "account_manager": N_("State account manager"),
        "reviewer_military": N_("Secretariat reviewer, military"),
        "reviewer_police": N_("Secretariat reviewer, police"),
        "reviewer_training": N_("Secretariat reviewer, training"),
        "analyst": N_("Secretariat analyst"),
        "mission_leader": N_("Field-mission leadership"),
        "curriculum_editor": N_("Curriculum editor"),
        "curriculum_publisher": N_("Curriculum publisher"),
        "requirements_editor": N_("Requirements editor"),
        "administrator": N_("Administrator"),
    }
)

#: Whom a grant is for, in words.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "state": N_("for a State"),
        "institution": N_("for an institution"),
        "mission": N_("for a mission"),
        "all": N_("for the Secretariat"),
    }
)

#: Whoever sees gaps sees what was required, what is waived, and how many units are certified.
_GAPS = frozenset({"gaps.see", "requirements.see", "waivers.see", "attestations.figures"})
_READ = _GAPS | {"rotations.see", "people.see", "certificates.see", "curricula.see", "sessions.see", "trainers.see"}

_REPORTS = frozenset({"reports.see", "reports.make"})

#: What a State certifies, as its own people and the Secretariat's reviewers read it.
_WORDS = frozenset({"attestations.see", "screening.see", "listings.see"})
_REVIEWS = (
    _READ
    | _REPORTS
    | _WORDS
    | {"bulletins.read", "bulletins.publish", "attestations.review", "attestations.verify"}
    | {"concerns.record", "listings.record", "rehatting.record"}
)

#: Role and kind of grant -> permissions. A pair that is absent may not be granted.
MAY: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("training_officer", "state"): _READ
        | {"rotations.add", "rolls.record", "rosters.record", "completions.correct", "certificates.issue"}
        | {"certificates.revoke", "completions.confirm", "people.correct", "people.link"}
        | {"sessions.plan", "sessions.confirm", "sessions.nominate"},
        ("training_officer", "institution"): frozenset(
            {"rotations.see", "people.see", "curricula.see", "rosters.record"}
            | {"sessions.see", "sessions.plan", "sessions.confirm", "trainers.see"}
        ),
        ("training_officer", "mission"): frozenset(
            _GAPS
            | {"rotations.see", "people.see", "curricula.see", "rosters.record"}
            | {"sessions.see", "sessions.plan", "sessions.confirm", "trainers.see"}
        ),
        ("focal_point", "state"): _READ
        | {"rotations.add", "rolls.record", "rosters.record", "completions.correct", "certificates.issue"}
        | {"certificates.revoke", "completions.confirm", "people.correct", "people.link", "people.merge"}
        | {"people.export", "institutions.see", "institutions.let", "institutions.stop"}
        | {"sessions.nominate", "sessions.confirm", "trainers.withdraw", "priorities.see", "priorities.submit"}
        | {"reports.see", "reports.make", "bulletins.read", "needs.declare", "needs.consent"}
        | _WORDS
        | {"attestations.prepare", "screening.record"}
        | {"journal.see", "readings.see"},
        ("certifying_authority", "state"): _READ
        | {"certificates.revoke", "completions.confirm", "people.export", "people.erase"}
        | {"sessions.confirm", "trainers.withdraw", "priorities.see"}
        | {"reports.see", "reports.make", "bulletins.read", "needs.consent"}
        | _WORDS
        | {"attestations.sign"}
        | {"journal.see", "readings.see"},
        ("account_manager", "state"): frozenset(
            {"accounts.see", "accounts.manage", "recordings.suspend"}
            | {"institutions.see", "institutions.let", "institutions.stop"}
            | {"journal.see", "readings.see", "curricula.see"}
        ),
        ("reviewer_military", "all"): _REVIEWS | {"waivers.grant", "clearances.record"},
        ("reviewer_police", "all"): _REVIEWS | {"waivers.grant", "clearances.record"},
        ("reviewer_training", "all"): _REVIEWS,
        ("analyst", "all"): _GAPS
        | _REPORTS
        | {"rotations.see", "curricula.see", "sessions.see", "priorities.see", "bulletins.read"}
        | {"listings.see"},
        ("mission_leader", "mission"): _GAPS
        | _REPORTS
        | {"rotations.see", "curricula.see", "sessions.see", "priorities.see", "priorities.submit"},
        ("requirements_editor", "all"): _GAPS | {"rotations.see", "curricula.see", "requirements.edit"},
        ("curriculum_editor", "all"): frozenset(
            {"curricula.see", "curricula.edit", "sessions.see", "priorities.see", "priorities.decide"}
        ),
        ("curriculum_publisher", "all"): frozenset(
            {"curricula.see", "curricula.publish", "sessions.see", "priorities.see"}
        ),
        ("administrator", "all"): frozenset(
            {"accounts.see", "accounts.manage", "recordings.suspend", "states.suspend"}
            | {"institutions.see", "institutions.manage", "institutions.stop"}
            | {"journal.see", "curricula.see", "letters.send"}
        ),
    }
)

#: Roles that certify, review, publish or administer: they sign in with a second factor.
SECOND_FACTOR = frozenset(
    {"certifying_authority", "account_manager", "reviewer_military", "reviewer_police", "reviewer_training"}
    | {"curriculum_editor", "curriculum_publisher", "requirements_editor", "administrator"}
)


@dataclass(frozen=True)
class Grant:
    """A role, and whom it is for: kind is state, institution, mission or all.

    `states` and `missions` are what it reaches: for an institution, the States that let it record for their people.
    """

    role: str
    kind: str
    states: frozenset[str] = frozenset()
    missions: frozenset[str] = frozenset()
    #: The code of the State, mission or institution it is for, and what people call it; empty for all.
    code: str = ""
    name: str = ""

    @property
    def permissions(self) -> frozenset[str]:
        """What this grant allows."""
        return MAY.get((self.role, self.kind), frozenset())


@dataclass(frozen=True)
class Scope:
    """Whose data may be touched: everything, or what belongs to these States or is deployed to these missions.

    Only an `Identity` makes one (a law of the house): a query handed a scope knows that somebody answers for it.
    """

    everything: bool
    states: frozenset[str]
    missions: frozenset[str]

    def __bool__(self) -> bool:
        return self.everything or bool(self.states or self.missions)

    def reaches(self, state: str, mission: str | None = None) -> bool:
        """Whether a thing of this State, deployed to this mission, lies within."""
        return self.everything or state in self.states or (mission is not None and mission in self.missions)


@dataclass(frozen=True)
class SuspendedState:
    """A State whose roles hold for nobody at the moment: its name, since when, and the reason that was given."""

    code: str
    name: str
    since: datetime
    reason: str


@dataclass(frozen=True)
class Identity:
    """An account with its grants as they stand now; the public id is what the journal keeps."""

    public_id: str
    name: str
    grants: tuple[Grant, ...]
    #: States for which it has a role that does not hold now, because all roles for that State are suspended.
    suspended: tuple[SuspendedState, ...] = ()

    def can(self, permission: str) -> bool:
        """Whether it may do this for anything at all."""
        return any(permission in grant.permissions for grant in self.grants)

    def scope(self, permission: str) -> Scope:
        """For what it may do this: the union of the grants that allow it."""
        allowing = [grant for grant in self.grants if permission in grant.permissions]
        return _scope(allowing)

    @property
    def needs_second_factor(self) -> bool:
        """Whether one of its roles may be used with a second factor only."""
        return any(grant.role in SECOND_FACTOR for grant in self.grants)

    @property
    def states(self) -> frozenset[str]:
        """The States it speaks for."""
        return frozenset().union(*(grant.states for grant in self.grants if grant.kind == "state"))


def _scope(grants: Collection[Grant]) -> Scope:
    def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
        return frozenset().union(*sets)

    return Scope(
        everything=any(grant.kind == "all" for grant in grants),
        states=union(grant.states for grant in grants),
        missions=union(grant.missions for grant in grants),
    )


def in_words(grant: Grant) -> Sentence:
    """A grant as people say it: "Training officer, Bangladesh"."""
    role = say(ROLES[grant.role])
    return say("%(role)s, %(name)s", role=role, name=grant.name) if grant.name else role


class Operator(Identity):
    """Whoever runs commands on the machine itself: may do everything, and the journal says "operator"."""

    def can(self, permission: str) -> bool:
        return True

    def scope(self, permission: str) -> Scope:
        return Scope(everything=True, states=frozenset(), missions=frozenset())


OPERATOR = Operator("operator", "Operator", ())

#: How the readings call whoever looks at their own record by a private link.
THEMSELVES = "themselves"


class Holder(Identity):
    """Whoever holds the private link to their own record: asks for that one person what their State could ask, and may
    do nothing. The page it is for never takes another person's id from the request."""

    def can(self, permission: str) -> bool:
        return False

    def scope(self, permission: str) -> Scope:
        return _scope(self.grants)


def holder_of(state: str) -> Holder:
    """The holder of a link to the record of a person of this State."""
    return Holder(THEMSELVES, "", (Grant("", "state", frozenset({state}), code=state),))


#: How somebody proved who they are when they signed in, in words.
WAYS: Mapping[str, str] = MappingProxyType(
    {
        "phrase": N_("pass phrase"),
        "authenticator": N_("pass phrase and authenticator app"),
        "passkey": N_("passkey"),
        "recovery_code": N_("pass phrase and recovery code"),
        "single_sign_on": N_("single sign-on"),
    }
)

#: Failed sign-ins allowed from one network address, as a multiple of those allowed for one e-mail address: the officers
#: of a training centre share a line.
SHARED_LINE = 4


@dataclass(frozen=True)
class Throttle:
    """So many failures within so much time, then one waits."""

    failures: int
    window: timedelta

    def wait(self, failed_at: Sequence[datetime], now: datetime) -> timedelta:
        """How long until the next attempt may be made; zero when it may be made now."""
        counted = sorted((at for at in failed_at if now - self.window < at <= now), reverse=True)[: self.failures]
        return counted[-1] + self.window - now if len(counted) >= self.failures else timedelta()


@dataclass(frozen=True)
class Lifetime:
    """How long a sign-in lasts: `idle` after the last request, `total` after it began."""

    idle: timedelta
    total: timedelta

    def holds(self, *, began_at: datetime, seen_at: datetime, now: datetime) -> bool:
        """Whether it still lasts: no longer when exactly that much time has passed."""
        return now - seen_at < self.idle and now - began_at < self.total


def email_key(text: str) -> str:
    """An e-mail address as it is kept and looked for: one account, however its owner capitalises it today."""
    return text.strip().lower()


def fingerprint(secret: str, *parts: str) -> str:
    """What stands for a value that is counted and not kept. Keyed: a list of addresses cannot be tried against it."""
    return hmac.new(secret.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def token_sha256(token: str) -> str:
    """What the database keeps of a sign-in's token. The token is 256 random bits, so a plain hash hides it."""
    return hashlib.sha256(token.encode()).hexdigest()


def own_path(text: str | None) -> str | None:
    """The text, if it leads to a page of this application and nowhere else; None otherwise.

    Browsers read `//host`, `/\\host` and a tab within either as another host.
    """
    if text is None or not re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", text):
        return None
    return text
