"""The laws of the house that the database can answer: keys point downwards, models equal migrations."""

import re
from collections.abc import Callable

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

import trainingapp
from tests import make
from tests.conftest import ROOT, migrate
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base

MAPPERS = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)


def room_of(model: type) -> int:
    return trainingapp.STOREYS.index(model.__module__.split(".")[1])


def test_foreign_keys_point_down_or_stay(app):
    owner = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    for table, model in owner.items():
        for constraint in table.foreign_key_constraints:
            target = owner[constraint.referred_table]
            assert room_of(target) <= room_of(model), f"{table.name} points up at {constraint.referred_table.name}"


def test_foreign_keys_never_delete_on_their_own(app):
    for table in Base.metadata.tables.values():
        assert {fk.ondelete for fk in table.foreign_key_constraints} <= {None, "RESTRICT"}, table.name


def test_every_relationship_is_raised_on_and_none_looks_back(app):
    for mapper in Base.registry.mappers:
        assert all(r.lazy == "raise" and r.back_populates is None for r in mapper.relationships), mapper


def test_every_constraint_has_a_name(app):
    for table in Base.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name


@pytest.mark.parametrize("mapper", MAPPERS, ids=lambda m: m.class_.__name__)
def test_every_model_says_what_it_is(mapper):
    assert (mapper.class_.__doc__ or "").strip(), "a model without a docstring"
    personal = {"family_name", "full_name", "born_on", "email", "face", "content", "original_name"}
    if (
        personal & {column.name for column in mapper.local_table.columns}
        and "curriculum" not in mapper.local_table.name
    ):
        assert "Personal data" in mapper.class_.__doc__, f"{mapper} holds personal data and does not say why"


@pytest.mark.parametrize(
    "mapper", [m for m in MAPPERS if issubclass(m.class_, Sealed)], ids=lambda m: m.class_.__name__
)
def test_a_sealed_row_has_a_public_id(mapper):
    names = {column.name for column in mapper.local_table.columns}
    assert "public_id" in names or mapper.local_table.name in {"account_grant_end", "requirement"}, mapper


def told(connection: Connection) -> dict[str, object]:
    """What the database was told, as text: Alembic's own comparison is blind to CHECK constraints and triggers."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        # As a bag of words: a migration may order its columns as it likes.
        return {name: sorted(re.findall(r"\w+|[^\w\s,\"]", sql)) for name, sql in rows if name != "alembic_version"}
    checks = connection.exec_driver_sql(
        "SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'"
    )
    triggers = connection.exec_driver_sql(
        "SELECT tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    )
    indexes = connection.exec_driver_sql(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    return {name: text for rows in (checks, triggers, indexes) for name, text in rows}


@pytest.mark.parametrize(
    "table", sorted(m.local_table.name for m in MAPPERS if issubclass(m.class_, Sealed)), ids=lambda name: name
)
def test_the_database_itself_refuses_to_change_or_delete_what_is_sealed(session, table):
    """Trust rule 7: whoever has the database's ordinary password changes no kept fact."""
    names = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    if session.get_bind().dialect.name == "postgresql":
        names = text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = CAST(:table AS regclass)")
    found = set(session.scalars(names, {"table": table}))
    verbs = {"update", "delete", *(["truncate"] if session.get_bind().dialect.name == "postgresql" else [])}
    assert {f"keep_{table}_{verb}" for verb in verbs} <= found


def test_a_requirement_is_neither_rewritten_nor_deleted(session):
    for statement in ("UPDATE requirement SET title = 'Another'", "DELETE FROM requirement"):
        with pytest.raises(DBAPIError, match="kept for ever"), session.begin_nested():
            session.execute(text(statement))


def test_an_account_proves_itself_anew_and_stays_who_it_is(session):
    """What the seal does not cover may change: a pass phrase's hash. Nothing else may."""
    key = {"id": make.account("analyst", "who@example.org").id}
    session.execute(text("UPDATE account SET password = 'another' WHERE id = :id"), key)
    for change in ("email = 'else@example.org'", "name = 'Else'", "salt = seal", "password = 'x', name = 'Else'"):
        with pytest.raises(DBAPIError, match="kept for ever"), session.begin_nested():
            session.execute(text(f"UPDATE account SET {change} WHERE id = :id"), key)


def engine_of(url: str):
    return create_engine(url, poolclass=NullPool)


def test_the_migrations_give_the_models(new_database: Callable[[], str]):
    migrated, fresh = new_database(), new_database()
    migrate(migrated)
    engine, other = engine_of(migrated), engine_of(fresh)
    Base.metadata.create_all(other)
    with engine.connect() as one, other.connect() as two:
        assert compare_metadata(MigrationContext.configure(one), Base.metadata) == []
        assert told(one) == told(two)


def test_the_migrations_go_down_and_up_again(new_database: Callable[[], str]):
    url = new_database()
    migrate(url)
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["url"] = url
    command.downgrade(config, "base")
    engine = engine_of(url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    command.upgrade(config, "head")
    with engine.connect() as connection:
        assert len(inspect(connection).get_table_names()) > 20
