"""Which part of the help belongs to which page: endpoint -> anchor of `/help`."""

from collections.abc import Mapping
from typing import Final

from flask import request

#: Part of the help -> the pages it is about. Every page of the register stands here once (a law of the house).
PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "home": ("web.home",),
    "check": ("certificates.check",),
    "rotations": ("forces.rotations", "forces.rotation", "forces.new_rotation"),
    "roll": ("forces.roll", "intake.upload_roll"),
    "results": ("intake.upload_results", "intake.check", "jobs.show"),
    "mend": ("intake.rosters",),
    "undo": ("intake.receipt", "completions.correct", "completions.withdraw"),
    "by-hand": ("intake.by_hand_rotation", "intake.by_hand_person", "intake.by_hand_grid", "intake.by_hand_mine"),
    "confirm": ("intake.by_hand_to_confirm", "intake.by_hand_record"),
    "certificates": (
        *("certificates.index", "certificates.show", "certificates.of_rotation", "certificates.missing"),
        *("certificates.revoke", "certificates.issue"),
    ),
    "find": ("records.search", "records.people"),
    "record": ("records.person", "records.own"),
    "correct": ("records.correct_name", "records.change", "records.change_one", "records.reissue"),
    "merge": ("records.duplicates", "records.duplicate", "records.merge", "records.merge_with", "records.undo_merge"),
    "transfer": ("records.transfers", "records.transfer", "records.offer"),
    "link": ("records.links",),
    "erase": ("privacy.held", "privacy.erase", "privacy.privacy"),
    "readings": ("records.readings",),
    "journal": ("records.journal",),
    "review": ("records.review", "records.suspend_recordings", "records.lift_suspension"),
    "gaps": (
        *("readiness.states", "readiness.state", "readiness.missions", "readiness.mission"),
        *("readiness.rotations", "readiness.rotation", "web.method"),
        *("readiness.unit_types", "readiness.languages"),
    ),
    "bulletins": (
        *("bulletins.index", "bulletins.show", "bulletins.choose", "bulletins.preview"),
        *("bulletins.needs", "bulletins.declare", "bulletins.change", "bulletins.end", "bulletins.consent"),
        *("bulletins.emerging", "bulletins.end_emerging"),
    ),
    "requirements": ("requirements.index", "requirements.rule", "requiring.new_rule", "requiring.end_rule"),
    "statements": ("requirements.statements", "requirements.statement", "requiring.new_statement"),
    "waivers": (
        *("requirements.waivers", "requirements.waiver", "requirements.new_waiver", "requirements.end_waiver"),
    ),
    "certify": (
        *("attestations.begin", "attestations.begin_person", "attestations.write", "attestations.exceptions"),
        "attestations.index",
    ),
    "certified": ("attestations.figures", "attestations.outstanding"),
    "sign": ("attestations.attestation", "attestations.compare"),
    "certification-review": (
        *("attestations.queue", "attestations.take", "attestations.decide", "attestations.remark"),
    ),
    "verification": ("attestations.verify",),
    "audit": ("attestations.new_sample", "attestations.sample", "attestations.find"),
    "screening": ("attestations.screening", "attestations.exclude"),
    "clearance": ("attestations.clearance",),
    "rehatting": ("attestations.rehattings", "attestations.rehatting", "attestations.new_rehatting"),
    "concerns": ("attestations.new_concern", "attestations.mitigate_concern"),
    "listings": ("attestations.listings", "attestations.new_listing", "attestations.end_listing"),
    "reports": ("snapshots.index", "snapshots.new", "snapshots.show", "snapshots.since"),
    "overview": ("overviews.overview",),
    "forecast": ("overviews.forecast",),
    "views": ("overviews.views",),
    "sessions": (
        *("training.sessions", "training.session", "training.new_session", "training.change_plan"),
        *("training.nominations", "training.nominate", "training.attendance", "training.results", "training.closing"),
        *("training.sheets", "training.attendance_file"),
    ),
    "calendar": ("training.calendar", "training.calendar_feed"),
    "reviews": (*("training.reviews", "training.review", "training.withdraw_trainer", "training.withdraw_session"),),
    "places": ("training.places", "training.place", "training.place_profile"),
    "trainers": (*("training.trainer_pool", "training.trainer", "training.session_trainers", "training.chain"),),
    "curricula": ("curricula.index", "curricula.curriculum", "curricula.version", "curricula.compare"),
    "write": (
        *("curricula.drafts", "curricula.new_draft", "curricula.import_draft", "curricula.succeed", "curricula.draft"),
        *("curricula.draft_about", "curricula.draft_lessons"),
    ),
    "publish": (
        *("curricula.reviews", "curricula.review", "curricula.publish_draft", "curricula.publish_pilot"),
        "curricula.withdraw_version",
    ),
    "equivalences": ("curricula.equivalences", "curricula.new_equivalence", "curricula.end_equivalence"),
    "supersession": ("consequences.supersession", "consequences.validity"),
    "priorities": (
        *("curricula.priorities", "curricula.priority", "curricula.new_priority", "curricula.decide_priority"),
    ),
    "missions": ("states.index", "states.missions", "states.mission"),
    "who": ("accounts.me", "accounts.matrix"),
    "second-factor": (
        *("accounts.factors", "accounts.second_factor", "accounts.set_up", "accounts.set_up_authenticator"),
        *("accounts.set_up_passkey", "accounts.add_authenticator", "accounts.add_passkey"),
    ),
    "sign-in": ("accounts.sign_in", "accounts.reset", "accounts.new_phrase", "accounts.pass_phrase"),
    "again": ("accounts.again",),
    "sign-ins": ("accounts.sign_ins",),
    "invite": ("accounts.invite", "accounts.invitations", "accounts.invitation"),
    "accounts": (
        *("accounts.index", "accounts.show", "accounts.give", "accounts.end", "accounts.suspend", "accounts.lift"),
        *("accounts.of_states", "accounts.suspend_state", "accounts.lift_state", "accounts.forget_factors"),
    ),
    "institutions": (
        *("accounts.institutions", "accounts.institution", "accounts.new_institution", "accounts.end_institution"),
        *("accounts.let_record", "accounts.end_consent"),
    ),
    "letters": ("accounts.letters",),
}

#: Endpoint -> part of the help.
PART_OF: Final[Mapping[str, str]] = {endpoint: part for part, pages in PAGES.items() for endpoint in pages}


def help_anchor() -> str | None:
    """The part of the help about the page being shown; None where there is none: an error, the help itself."""
    return PART_OF.get(request.endpoint or "")
