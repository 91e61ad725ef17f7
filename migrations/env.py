"""Runs the migrations on the application's own database, SQLite or PostgreSQL."""

from alembic import context
from sqlalchemy import create_engine, pool

import trainingapp.app  # noqa: F401 - loads every room, and with it every table
from trainingapp.kit.db import db
from trainingapp.kit.settings import Settings

url = context.config.attributes.get("url") or Settings().url()  # type: ignore[call-arg]
engine = create_engine(url, poolclass=pool.NullPool)
sqlite = engine.dialect.name == "sqlite"
with engine.connect() as connection:
    if sqlite:
        # A batch migration drops and rebuilds a table: the rows that point at it must not object meanwhile.
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        connection = connection.execution_options(sqlite_begin="IMMEDIATE")
    context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
        if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise RuntimeError(f"the migration would leave rows pointing nowhere: {broken[:5]}")
engine.dispose()
