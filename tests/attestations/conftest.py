"""A small battalion that is to be screened."""

import pytest

from tests import make
from tests.readiness.conftest import Battalion, battalion


@pytest.fixture
def bangladesh(session: object) -> object:
    return make.state()


@pytest.fixture
def group(bangladesh) -> Battalion:  # type: ignore[no-untyped-def]
    """Eight persons of BANBAT-4, two of them women, deploying on 2017-11-15."""
    return battalion(bangladesh, 8, women=2)
