"""A nominal roll: who joins a rotation; what cannot be kept is refused in words, what is given is kept as given."""

from datetime import date

import pytest

from trainingapp.kit.sheets.reading import read
from trainingapp.rosters.columns import headers_in
from trainingapp.rosters.problems import Level
from trainingapp.rosters.roll import Known, check
from trainingapp.rosters.table import read_rows

TODAY = date(2017, 12, 31)
KNOWN = Known(
    state="BGD",
    people={"001": (1, "Amina Rahman", None), "002": (2, "Karim Das", "করিম দাস"), "003": (3, "On Roll", None)},
    on_roll={3},
    elsewhere={2: "BANBAT-3"},
    nationality_of={"Bangladesh": "BGD", "bgd": "BGD", "Carana": "XCA"}.get,
    category_of={"Troops": "troops"}.get,
    function_of={"Platoon leader": "platoon_leader"}.get,
    usual_category="troops",
)
HEADING = "Svc No,Rank,Family name,Given names,Sex,Nationality,DOB,Category,Function"


def checked(*lines, heading=HEADING, known=KNOWN, order=None):
    book = read("\n".join((heading, *lines)).encode(), headers_in=headers_in)
    return check(read_rows(book), known, TODAY, order=order)


def test_a_new_person_and_a_known_one_join_with_everything_as_given():
    outcome = checked(
        "0007,Lance Cpl.,DE SILVA,José María,F,Bangladesh,1990-12-31,Troops,Platoon leader",
        "001,Sgt,Rahman,Amina,,,,,Cook",
    )
    new, known = outcome.to_record
    assert new == (
        *(2, None, "0007", "DE SILVA", "José María", None, None, "female", date(1990, 12, 31)),
        *("Lance Cpl.", "troops", "Platoon leader", "platoon_leader"),
    )
    assert (known.person_id, known.sex, known.born_on, known.category) == (1, "unspecified", None, "troops")
    assert (known.function, known.function_code) == ("Cook", None)
    assert [(p.code, p.level, p.row) for p in outcome.problems] == [("function_unknown", Level.NOTE, 3)]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (",Sgt,New,Man,,,,,", "Svc No", "service_number_missing"),
        ("1.5E+10,Sgt,New,Man,,,,,", "Svc No", "digits_lost"),
        ("5,Sgt,,,,,,,", "Family name", "name_missing"),
        ("5,Sgt,+1+1,-,,,,,", "Family name", "name_without_letters"),
        ("5,Sgt,Mu?oz,Ana,,,,,", "Family name", "letters_lost"),
        ("5,Sgt,New\u202e,Man,,,,,", "Family name", "hidden_character"),
        ("5,Sgt," + "x" * 201 + ",Man,,,,,", "Family name", "too_long"),
        ("5," + "x" * 81 + ",New,Man,,,,,", "Rank", "too_long"),
        ("#N/A,Sgt,New,Man,,,,,", "Svc No", "cell_error"),
        ("001,Sgt,Rahman,Aisha,,,,,", "Family name", "name_differs"),
        ("002,Sgt,Das,Karim,,,,,", "Svc No", "on_another_roll"),
        ("5,Sgt,New,Man,Mme,,,,", "Sex", "sex_not_understood"),
        ("5,Sgt,New,Man,,Carana,,,", "Nationality", "nationality_of_another_state"),
        ("5,Sgt,New,Man,,Banglad,,,", "Nationality", "nationality_not_understood"),
        ("5,Sgt,New,Man,,,2018-01-01,,", "DOB", "born_in_future"),
        ("5,Sgt,New,Man,,,31/12/90,,", "DOB", "two_digit_year"),
        ("5,Sgt,New,Man,,,,Sailor,", "Category", "category_not_understood"),
    ],
)
def test_a_bad_line_is_refused_by_row_column_and_reason(line, column, code):
    outcome = checked("4,Sgt,Good,One,,,,,", line)
    assert [(p.row, p.column, p.code) for p in outcome.problems] == [(3, column, code)]
    assert (len(outcome.good), outcome.bad_rows) == (1, (3,))


def test_who_is_on_the_roll_already_is_unchanged():
    outcome = checked("003,Sgt,ROLL,On,,,,,")
    assert (outcome.unchanged, outcome.good, outcome.problems) == (1, (), ())


def test_a_repeated_service_number_names_the_first_row():
    outcome = checked("5,Sgt,New,Man,,,,,", "5,Sgt,Other,Man,,,,,")
    assert [(p.row, p.code) for p in outcome.problems] == [(3, "duplicate_row")]
    assert "row 2" in str(outcome.problems[0].sentence)


def test_without_a_usual_category_a_line_must_give_one():
    known = Known("BGD", {}, category_of={"Troops": "troops"}.get)
    outcome = checked("5,New Man,Troops", "6,Other Man,", heading="Svc No,Name,Category", known=known)
    assert [(p.row, p.code) for p in outcome.problems] == [(3, "category_missing")]


def test_a_roll_must_name_its_people():
    outcome = checked("5,Sgt", heading="Svc No,Rank")
    assert [p.code for p in outcome.problems if p.level is Level.ASK] == ["column_missing"]
    assert outcome.to_record == ()


def test_names_in_both_scripts_patronymics_and_second_surnames_are_kept():
    heading = "Личный номер,Фамилия,Имя,Отчество,Full name (original script)"
    row = checked("5,Petrov,Boris,Ivanovich,Петров Борис", heading=heading).good[0]
    assert (row.family_name, row.given_names, row.original_name) == ("Petrov", "Boris Ivanovich", "Петров Борис")
    heading = "N° de legajo,Apellido paterno,Apellido materno,Nombres"
    row = checked("5,García,Márquez,Gabriel", heading=heading).good[0]
    assert (row.family_name, row.given_names) == ("García Márquez", "Gabriel")
    row = checked("5,Zhang Wei,张,伟", heading="Svc No,Name,姓（原文）,名（原文）").good[0]
    assert (row.full_name, row.original_name) == ("Zhang Wei", "张伟")
