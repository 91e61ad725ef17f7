"""Reference data is loaded from its files, as often as one likes."""

from datetime import date

import pytest
from sqlalchemy import func, select

from trainingapp.forces import actions as forces
from trainingapp.forces.models import Function, UnitType
from trainingapp.kit.errors import Absent
from trainingapp.states import actions, queries
from trainingapp.states.models import MissionFlag, State

AS_OF = date(2017, 12, 31)


def test_loading_the_same_files_again_changes_nothing(session):
    assert not actions.load_reference()
    assert not forces.load_reference()


def test_a_row_that_differs_from_its_file_is_set_right(session):
    state = session.get(State, "BGD")
    state.name = "Bangla Desh"
    session.delete(session.scalars(select(MissionFlag)).first())
    session.add(
        MissionFlag(mission_code="UNFICYP", flag="IED", kind="threat", valid_from=date(2001, 1, 1), mark="A", note="")
    )
    session.flush()
    done = actions.load_reference()
    assert (done.added, done.changed, done.removed) == (1, 1, 1)
    assert session.get(State, "BGD").name == "Bangladesh"
    assert not queries.mission("UNFICYP").flags


def test_a_kind_of_unit_or_function_that_differs_from_its_file_is_set_right(session):
    session.get(UnitType, "INF_BN").nominal_strength = 1
    session.get(Function, "battalion_commander").tactical_decision_maker = False
    session.flush()
    done = forces.load_reference()
    assert (done.added, done.changed) == (0, 2)
    assert session.get(UnitType, "INF_BN").nominal_strength == 850


def test_every_state_and_observer_is_there_and_the_four_fictional_ones(session):
    kinds = dict(session.execute(select(State.kind, func.count()).group_by(State.kind)).all())
    assert kinds == {"member": 193, "observer": 2, "fictional": 4}


def test_codes_are_text_with_their_leading_zeros(session):
    """R69, stack fact 28: 050 is Bangladesh, 50 is nothing."""
    m49 = {state.code: state.m49 for state in queries.states()}
    assert (m49["BGD"], m49["BRA"], m49["XCA"]) == ("050", "076", None)


def test_a_state_is_named_in_the_readers_language(session):
    assert queries.state_names("fr", ["CIV", "XCA"])["CIV"] == "Côte d’Ivoire".replace("’", "'")
    assert queries.state_names("ru")["BGD"] == "Бангладеш"
    assert queries.state_names()["TZA"] == "United Republic of Tanzania"


def test_nine_missions_protect_civilians_on_the_day_of_the_demonstration(session):
    """R11, G ¶40: the flags are dated, so the number is computed."""
    protecting = [m.code for m in queries.missions(open_on=AS_OF) if any(f.flag == "POC" for f in m.flags_on(AS_OF))]
    assert len(protecting) == 9


def test_missions_take_two_statements(session, statements):
    with statements() as seen:
        queries.missions()
    assert len(seen) == 2


def test_an_unknown_mission_is_absent(session):
    with pytest.raises(Absent):
        queries.mission("MINUSTAH2")
