"""Who looked at our people: each State sees every page and file that showed its people by name."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import Response, current_app, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import ROLES, Identity
from trainingapp.forces import queries as forces
from trainingapp.journal import queries as journal
from trainingapp.journal.queries import Looked, ReadingsAsked
from trainingapp.kit.charts import Columns, columns_by_day
from trainingapp.kit.clock import today
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import here, page_number
from trainingapp.kit.policy import policy_of, requires
from trainingapp.kit.sheets.writing import write_csv
from trainingapp.kit.words import N_, Sentence
from trainingapp.records import looks
from trainingapp.records.forms import ReadingsForm
from trainingapp.records.views import bp
from trainingapp.states import queries as states

#: Days shown when none are asked for, and the most that the chart shows.
DAYS: Final = 30

#: Kind of object -> what it is called, the page that shows it and that page's argument.
OBJECTS: Mapping[str, tuple[str, str, str]] = {
    "rotation": (N_("rotation"), "forces.rotation", "rotation_id"),
    "person": (N_("one person's record"), "records.person", "person_id"),
    "certificate": (N_("a certificate"), "certificates.show", "certificate_id"),
    "batch": (N_("a file that was taken in"), "intake.receipt", "batch_id"),
    "attestation": (N_("a certification"), "attestations.attestation", "attestation_id"),
}

FIELDS: Final = ("at", "who", "role", "kind", "page", "state", "persons", "about", "about_id")


@dataclass(frozen=True)
class Line:
    """A reading as the page shows it."""

    looked: Looked
    who: str
    role: Sentence | None
    what: str
    about: str | None
    about_name: str | None
    url: str | None
    #: The readings of the same account, and those of the same thing.
    others: str
    same: str | None


@bp.get("/readings")
@requires("readings.see")
def readings() -> tuple[str, int] | Response:
    """Who looked at our people, newest first; of one's own States only. Six statements, however many readings."""
    identity = current_identity()
    own = identity.scope("readings.see").states
    form = ReadingsForm.from_request(first=today() - timedelta(days=DAYS - 1), last=today())
    form.offer()
    right = form.validate()
    asked = ReadingsAsked(
        form.first.data or today() - timedelta(days=DAYS - 1),
        form.last.data or today(),
        kind=form.kind.data if form.kind.data in ("page", "export") else None,
        actor=form.who.data or None,
        object_id=form.object.data or None,
    )
    if right and (kind := request.args.get("format")):
        return _file(kind, identity, own, asked)
    page = journal.readings_page(own, asked, number=page_number())
    names = states.state_names(str(get_locale()), None)
    said = render_template(
        "records/readings.html",
        form=form,
        page=page.each(_teller(identity, page.rows, names)),
        chart=_chart(own, asked),
        asked=asked,
        files=[("csv", here(format="csv", page=None))],
        filtered=bool(asked.kind or asked.actor or asked.object_id),
        several=len(own) > 1,
        state_names=[names[code] for code in sorted(own)],
    )
    return said, 200 if right else 422


def _chart(own: Collection[str], asked: ReadingsAsked) -> Columns | None:
    """The days asked for, at most the last of them; None when there is no day, or only one."""
    count = min(DAYS, (asked.last - asked.first).days + 1)
    days = [asked.last - timedelta(days=n) for n in reversed(range(max(0, count)))]
    if len(days) < 2:
        return None
    counted = journal.readings_by_day(own, asked, days)
    return columns_by_day([(day, counted[day]) for day in days], (N_("Pages"), N_("Files")))


def _teller(identity: Identity, rows: Sequence[Looked], names: Mapping[str, str]) -> "_Teller":
    rotations = {one.object_id for one in rows if one.object_kind == "rotation"}
    return _Teller(
        identity,
        accounts.names_of({one.actor for one in rows}),
        forces.codes_of(identity.scope("readings.see"), rotations),
        names,
    )


@dataclass(frozen=True)
class _Teller:
    """Makes lines of readings, from what was asked of the database once for all of them."""

    identity: Identity
    accounts: Mapping[str, str]
    rotations: Mapping[str, str]
    states: Mapping[str, str]

    def __call__(self, one: Looked) -> Line:
        known = OBJECTS.get(one.object_kind)
        return Line(
            looked=one,
            who=self.who(one),
            role=looks.role_in_words(one.role, roles=ROLES, names=self.states),
            what=looks.in_words(one.page),
            about=known[0] if known else None,
            about_name=self.rotations.get(one.object_id),
            url=self._url(one),
            others=here(who=one.actor, page=None),
            same=here(object=one.object_id, page=None) if one.object_id else None,
        )

    def who(self, one: Looked) -> str:
        """The account's name, or what stands for whoever has none."""
        return self.accounts.get(one.actor) or _(looks.NOBODYS.get(one.actor, one.actor))

    def _url(self, one: Looked) -> str | None:
        """The page of what was looked at, for a reader whom that page admits."""
        if one.object_kind not in OBJECTS:
            return None
        _words, endpoint, argument = OBJECTS[one.object_kind]
        policy = policy_of(current_app, endpoint)
        if policy is None or policy.permission is None or not self.identity.can(policy.permission):
            return None
        arguments: dict[str, Any] = {argument: one.object_id}
        return url_for(endpoint, **arguments)


def _file(kind: str, identity: Identity, own: Collection[str], asked: ReadingsAsked) -> Response:
    """All that was asked for as CSV. It names whoever looked, and nobody who was looked at. Four statements."""
    if kind != "csv":
        raise Absent()
    found = list(journal.readings_all(own, asked))
    told = _teller(identity, found, states.state_names(str(get_locale()), None))
    content = write_csv(FIELDS, _rows(found, told))
    name = f"readings-{asked.first.isoformat()}-{asked.last.isoformat()}.csv"
    sent = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv; charset=utf-8", headers=sent)


def _rows(found: Sequence[Looked], told: _Teller) -> Iterator[list[object]]:
    for one in found:
        line = told(one)
        role = line.role.through(_) if line.role else ""
        yield [
            f"{one.at:%Y-%m-%dT%H:%M:%SZ}",
            line.who,
            role,
            one.kind,
            _(line.what),
            one.state_code,
            one.persons,
            line.about_name or (_(line.about) if line.about else ""),
            one.object_id,
        ]
