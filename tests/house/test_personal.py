"""Every column of every table says what it holds about people, or that it says nothing about anybody (trust 19)."""

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

#: Found when this file is collected, like the routes: the application has been put together by then.
import trainingapp.app  # noqa: F401 - every room's models
from trainingapp.kit.db import Base
from trainingapp.kit.personal import impersonal, is_impersonal, label_of, left_of, personal
from trainingapp.privacy.words import COLUMNS, TABLES

TABLES_HERE = sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def unsaid(table: Table) -> list[str]:
    return [column.name for column in table.columns if label_of(column) is None and not is_impersonal(column)]


@pytest.mark.parametrize("table", TABLES_HERE, ids=lambda table: table.name)
def test_every_column_is_labelled_or_declared_impersonal(table):
    assert not unsaid(table), f"{table.name} does not say what these hold about people"


@pytest.mark.parametrize("table", TABLES_HERE, ids=lambda table: table.name)
def test_every_table_and_labelled_column_has_words_for_people(table):
    assert table.name in TABLES
    missing = {column.name for column in table.columns if label_of(column)} - COLUMNS.keys()
    assert not missing


@pytest.mark.parametrize("table", TABLES_HERE, ids=lambda table: table.name)
def test_what_erasing_leaves_fits_the_column(table):
    for column in table.columns:
        left = left_of(column)
        if label_of(column) and left is None:
            assert column.nullable, f"{table.name}.{column.name} cannot be emptied"


@pytest.mark.parametrize("table", TABLES_HERE, ids=lambda table: table.name)
def test_a_column_is_not_both(table):
    named = table.info.get("impersonal", ())
    both = [name for name in named if name in table.columns and label_of(table.c[name])]
    assert not both, f"{table.name} says both of {both}"
    assert set(named) <= set(table.columns.keys()), f"{table.name} declares columns that are not there"


def test_a_new_column_that_says_nothing_is_found():
    table = Table(
        "example",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("nickname", String(20)),
        Column("rows", Integer),
        Column("name", String(20), info=personal("identity", "To know who it is", "person")),
        **impersonal("rows"),
    )
    assert unsaid(table) == ["nickname"]
