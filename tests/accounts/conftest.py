"""The register with single sign-on set, against an identity provider on this machine."""

from collections.abc import Iterator

import pytest

from tests import make
from tests.accounts.provider import CLIENT, SECRET, Provider, running
from tests.accounts.through import EMAIL, ROLES
from trainingapp.accounts import single_sign_on


@pytest.fixture(scope="module")
def served() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(app, session, served, tmp_path, monkeypatch) -> Iterator[Provider]:
    """The register with single sign-on set, and the provider before anybody has asked anything."""
    served.__dict__.update(Provider(address=served.address, key=served.key).__dict__)
    served.person = {"sub": "subject-1", "email": EMAIL, "email_verified": True, "groups": ["register-officers"]}
    (tmp_path / "roles.toml").write_text(ROLES)
    values = {
        "single_sign_on_issuer": served.address,
        "single_sign_on_client_id": CLIENT,
        "single_sign_on_client_secret": SECRET,
        "single_sign_on_label": "the Ministry",
        "single_sign_on_roles_file": tmp_path / "roles.toml",
    }
    for name, value in values.items():
        monkeypatch.setattr(app.config["SETTINGS"], name, value)
    make.state()
    single_sign_on.init_app(app)
    yield served
    app.extensions.pop(single_sign_on.NAME)
    app.jinja_env.globals["single_sign_on"] = None
