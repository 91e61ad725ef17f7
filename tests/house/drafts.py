"""Versions that are being written: for everybody who writes or publishes."""

from tests import make
from tests.house.world import World, everyones
from trainingapp.accounts.queries import identity_of
from trainingapp.curricula import drafting
from trainingapp.curricula.actions import drafts
from trainingapp.kit.db import db


def written(world: World) -> None:
    """Two drafts of versions that nobody has published."""
    editor = identity_of(world.account_ids["curriculum editor"])
    assert editor is not None
    for code in ("NEAR-ONE", "FAR-ONE"):
        raw = drafting.begun(code, "2018", "STM", "Something new")
        draft = drafts.open_draft(raw, based_on_id=None, by=editor, now=make.NOW)
        world.add("version_draft_id", everyones(draft))
    db.session.commit()
