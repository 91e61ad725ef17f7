"""Headings are understood exactly, in six languages, or asked about; no column is dropped in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.rosters.columns import FIELDS, fields_of, headers_in, letter_of, recognise, understand
from trainingapp.rosters.headings import HEADINGS, LANGUAGES, heading_of
from trainingapp.rosters.letters import fold

ONE_BY_ONE = {
    "service_number": "Svc No|SVC_NO.|service number|Matricule|N° matricule|Nº Matricule|رقم الخدمة|军号|Личный номер|"
    "Número de servicio|BA No.|ServiceNumber|Personnel No",
    "family_name": "Surname|FAMILY NAME|Nom|Apellidos|Фамилия|اللقب|姓",
    "given_names": "Given name(s)|First Name|Prénom(s)|PRENOM|Nombres|Имя|الاسم الشخصي|名",
    "full_name": "Name|Full Name|Nom et prénom|ФИО|Ф.И.О.|الاسم الكامل|الإسم|姓名|Nombre completo",
    "full_name_original": "Name (original script)|Name in Arabic|Nom en arabe|姓名（中文）",
    "rank": "Rank|Grado|Звание|الرتبة|军衔|Rank / Grade",
    "sex": "Sex|Gender|Sexe|Пол|الجنس|性别|Sexo (H/M)",
    "nationality": "Nationality|Nationalité|Nacionalidad|Гражданство|الجنسية|国籍",
    "born_on": "DOB|D.O.B.|Date of birth (dd/mm/yyyy)|Né(e) le|Fecha de nacimiento|出生日期|تاريخ الميلاد",
    "category": "Category|Catégorie|Categoría|Категория|الفئة|类别",
    "function": "Function|Appt.|Fonction|Función|Должность|الوظيفة|职务",
    "result": "Result|RESULT:|Pass/Fail|Résultat|Resultado|Результат|النتيجة|结果",
    "score": "Score|Score (%)|%|Note /100|Puntaje|Баллы|分数",
    "completed_on": "Date completed|Completion date|Date|Date d'achèvement|Fecha|Дата завершения|完成日期",
    "line_number": "No.|S/N|#|Ser|№ п/п|N°|序号|م",
    "remarks": "Remarks|Observations|Примечание|ملاحظات|备注",
    "reason": "What to mend|À corriger",
}


@pytest.mark.parametrize(("field", "headings"), ONE_BY_ONE.items())
def test_usual_headings_are_understood_whatever_their_case_dots_and_accents(field, headings):
    assert {heading: recognise(heading) for heading in headings.split("|")} == dict.fromkeys(headings.split("|"), field)


def test_every_field_has_a_heading_of_our_own_in_every_language_that_is_understood_again():
    for field in FIELDS:
        for language in LANGUAGES:
            assert field in fields_of(heading_of(field, language)), (field, language)


@pytest.mark.parametrize("heading", ["Blood group", "Names of wives", "Resutl", "Nationalit", "Score 2", "", "x" * 500])
def test_nothing_near_is_taken_for_the_word(heading):
    assert recognise(heading) is None


def test_a_word_of_two_meanings_is_decided_by_the_others_or_asked():
    french = understand([["Matricule", "Nom", "Prénom", "Grade", "Résultat"]])
    assert french.understood["Grade"] == "rank"
    english = understand([["Svc No", "Full name", "Grade", "Result"]])
    assert [column.label for column in english.unrecognised] == ["Grade"]
    assert set(english.unrecognised[0].possible) == {"rank", "score"}
    assert understand([["N°", "Apellidos", "Nombre", "Resultado"]]).understood["Nombre"] == "given_names"
    assert understand([["Matrícula", "Nombre", "Resultado"]]).understood["Nombre"] == "full_name"


def test_a_name_beside_half_a_name_is_asked_about():
    assert [c.label for c in understand([["Svc No", "Name", "First name"]]).unrecognised] == ["Name"]


def test_the_header_is_found_below_a_title():
    rows = [
        ["Results of CPTM", "", ""],
        ["Unit:", "BANBAT-4", ""],
        [],
        ["Svc No", "Name", "Result"],
        ["007", "Ali", "pass"],
    ]
    understood = understand(rows)
    assert (understood.header_row, understood.first_row) == (4, 5)


def test_a_header_of_two_lines_is_read_as_one():
    rows = [["Svc No", "Name", "", "Result"], ["", "Family name", "Given names", ""], ["007", "Ali", "B", "pass"]]
    understood = understand(rows)
    assert understood.understood == {
        "Svc No": "service_number",
        "Family name": "family_name",
        "Given names": "given_names",
        "Result": "result",
    }
    assert understood.first_row == 3


def test_what_is_not_understood_is_shown_with_its_values():
    understood = understand([["Svc No", "Blood group", "Name", ""], ["1", "A+", "x", "y"], ["2", "0-", "z", ""]])
    assert [(c.label, c.samples) for c in understood.unrecognised] == [
        ("Blood group", ("A+", "0-")),
        ("Column D", ("y",)),
    ]


def test_the_person_says_what_a_column_is_or_that_it_is_left_out():
    rows = [["Svc No", "Blood group", "Wynik"], ["1", "A+", "pass"]]
    understood = understand(rows, {"blood group": "ignore", "Wynik": "result"})
    assert understood.understood == {"Svc No": "service_number", "Blood group": "ignore", "Wynik": "result"}
    assert not understood.unrecognised


def test_two_columns_for_one_field_are_named():
    rows = [["Svc No", "Date", "Date", "Completion date"], ["1", "a", "b", "c"]]
    assert understand(rows).ambiguous == {
        "completed_on": ("Date (column B)", "Date (column C)", "Completion date"),
    }
    assert not understand(rows, {"Date (column C)": "ignore", "Completion date": "ignore"}).ambiguous


def test_an_order_of_day_and_month_that_the_heading_states_is_kept():
    assert understand([["Svc No", "Date (mm/dd/yyyy)"]]).of("completed_on").date_order == "MDY"


def test_a_sheet_without_any_heading_of_ours_holds_no_table():
    assert headers_in([["Fuel", "Litres"], ["Diesel", 12]]) == 0
    assert understand([["Fuel", "Litres"]]).header_row is None


def test_columns_are_lettered_as_in_a_spreadsheet():
    assert [letter_of(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@given(st.text(max_size=40))
def test_any_heading_is_a_field_or_asked(heading):
    assert recognise(heading) in (None, *FIELDS)


def test_no_heading_is_listed_twice_for_one_language():
    for field, by_language in HEADINGS.items():
        for language, headings in by_language.items():
            assert all(fold(heading) or heading in ("%", "#") for heading in headings.split("|")), (field, language)
