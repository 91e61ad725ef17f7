"""A small battalion that is to be screened."""

import pytest

from tests import make
from tests.client import CheckedClient
from tests.readiness.conftest import Battalion, battalion


@pytest.fixture
def bangladesh(session: object) -> object:
    return make.state()


@pytest.fixture
def group(bangladesh) -> Battalion:  # type: ignore[no-untyped-def]
    """Eight persons of BANBAT-4, two of them women, deploying on 2017-11-15."""
    return battalion(bangladesh, 8, women=2)


@pytest.fixture
def people(app, session):
    """A browser for each: who prepares, who signs, a colleague, another State, a reviewer."""

    def browser(role: str, email: str, **grant: str) -> CheckedClient:
        make.account(role, email, **grant)
        return app.test_client().sign_in(email)

    make.state()
    make.state("NPL", "Nepal", "NP")
    return {
        "focal": browser("focal_point", "focal@example.org", state="BGD"),
        "authority": browser("certifying_authority", "authority@example.org", state="BGD"),
        "colleague": browser("focal_point", "colleague@example.org", state="BGD"),
        "nepal": browser("focal_point", "nepal@example.org", state="NPL"),
        "military": browser("reviewer_military", "military@example.org"),
    }
