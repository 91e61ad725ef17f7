"""What every test finds in the database: the reference data and the curricula, as `trainingapp init` loads them."""

from flask import Flask


def load(app: Flask) -> None:
    """Load it, and commit: the tests' own rows are rolled back, these stay."""
