"""Letters brought to a real mail server on this machine: protected, signed in, refused, interrupted, by two workers."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select, update

from tests.conftest import migrate, opened, settings_for
from tests.make import NOW
from trainingapp.kit.db import db, transaction
from trainingapp.kit.words import say
from trainingapp.letters import actions, work
from trainingapp.letters.models import Letter

USER, PASSWORD = "register", "the server's own password"


class Office:
    """What a mail server does with what it gets; `answers` are given instead, by step."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.unknown = ""

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.unknown:
            return "550 no such mailbox"
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "data" in self.answers:
            return self.answers["data"]
        assert isinstance(envelope.content, bytes)
        self.received.append(envelope.content)
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[str, str]:
    """A certificate for this machine, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    places = folder / "cert.pem", folder / "key.pem"
    places[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    places[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(places[0]), str(places[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def serve(office, certificate) -> Iterator[object]:
    running: list[Controller] = []

    def start(*, security: str) -> int:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)

        def signed_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object) -> AuthResult:
            right = isinstance(given, LoginPassword) and given == LoginPassword(USER.encode(), PASSWORD.encode())
            return AuthResult(success=right, handled=False)

        more: dict[str, object] = {}
        if security == "starttls":
            more = {"tls_context": context, "require_starttls": True, "authenticator": signed_in, "auth_required": True}
        controller = Controller(
            office,
            hostname="localhost",
            port=free_port(),
            ssl_context=context if security == "tls" else None,
            **more,  # type: ignore[arg-type]
        )
        controller.start()
        running.append(controller)
        return int(controller.port)

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def register(app, certificate, monkeypatch):
    """Sets the mail server that the register brings its letters to."""
    monkeypatch.setitem(app.config, "SMTP_TRUSTED", ssl.create_default_context(cafile=certificate[0]))

    def point(**values: object) -> None:
        for name, value in {"smtp_host": "localhost", **values}.items():
            monkeypatch.setattr(app.config["SETTINGS"], name, value)

    return point


def write(to: str = "zoe@example.org") -> str:
    with transaction():
        body = (say("Dear %(name)s,", name="Zoë Ünal"), say("%(link)s", link="https://x.example/" + "y" * 90))
        return actions.write(to=to, subject=say("Your account"), body=body, now=NOW)


def failure(session, name: str) -> tuple[str, str | None]:
    session.expire_all()
    row = session.scalars(select(Letter).where(Letter.public_id == name)).one()
    return row.status, row.failure


def test_over_starttls_signed_in_letters_arrive_whole(session, office, serve, register):
    register(smtp_port=serve(security="starttls"), smtp_security="starttls", smtp_user=USER, smtp_password=PASSWORD)
    names = [write(), write("other@example.org")]
    assert work.send().sent == 2
    mails = [message_from_bytes(one, policy=policy.default) for one in office.received]
    assert [(mail["To"], mail["Message-ID"]) for mail in mails] == [
        ("zoe@example.org", f"<{names[0]}@localhost>"),
        ("other@example.org", f"<{names[1]}@localhost>"),
    ]
    assert "Dear Zoë Ünal," in mails[0].get_content()
    assert "https://x.example/" + "y" * 90 in mails[0].get_content().splitlines()


def test_over_tls_from_the_beginning_letters_arrive(session, office, serve, register):
    register(smtp_port=serve(security="tls"), smtp_security="tls")
    write()
    assert work.send().sent == 1


def test_without_protection_only_when_the_operator_says_so(session, office, serve, register):
    port = serve(security="none")
    register(smtp_port=port, smtp_security="starttls")
    name = write()
    assert work.send().stopped == {"insecure": 1}
    assert failure(session, name) == ("waiting", "insecure")
    register(smtp_port=port, smtp_security="none")
    again(session)
    assert work.send().sent == 1


def again(session) -> None:
    session.execute(update(Letter).values(next_at=NOW))
    session.commit()


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(app, session, office, serve, register, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_TRUSTED", None)
    register(smtp_port=serve(security="tls"), smtp_security="tls")
    name = write()
    assert work.send().stopped == {"insecure": 1}
    assert failure(session, name) == ("waiting", "insecure")
    assert office.received == []


def test_a_server_that_does_not_accept_the_register_is_told_as_that(session, office, serve, register):
    port = serve(security="starttls")
    register(smtp_port=port, smtp_security="starttls", smtp_user=USER, smtp_password="wrong")
    name = write()
    assert work.send().stopped == {"sign_in": 1}
    assert failure(session, name) == ("waiting", "sign_in")


def test_a_server_that_is_not_there_is_asked_again_later(session, register):
    register(smtp_port=1, smtp_security="none")
    names = [write(), write()]
    assert work.send().stopped == {"unreachable": 1}
    assert [failure(session, name)[1] for name in names] == ["unreachable", None]


@pytest.mark.parametrize(
    ("step", "answer", "expected"),
    [
        ("rcpt", "550 zoe@example.org unknown", ("given_up", "address")),
        ("rcpt", "451 zoe@example.org later", ("waiting", "busy")),
        ("data", "554 looks unwanted", ("given_up", "refused")),
        ("data", "452 disk full", ("waiting", "busy")),
    ],
)
def test_what_the_server_answers_decides_and_its_words_are_not_kept(
    session, office, serve, register, caplog, step, answer, expected
):
    register(smtp_port=serve(security="none"), smtp_security="none")
    office.answers[step] = answer
    name = write()
    caplog.set_level("DEBUG", logger="trainingapp")
    work.send()
    assert failure(session, name) == expected
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("trainingapp")]
    assert ours
    assert not [line for line in ours if "zoe" in line or "Zoë" in line]


def test_one_address_that_is_refused_keeps_no_other_letter_back(session, office, serve, register):
    register(smtp_port=serve(security="none"), smtp_security="none")
    office.unknown = "nobody@example.org"
    bad, good = write(office.unknown), write()
    assert work.send() == work.Round(sent=1, stopped={"address": 1}, given_up=1)
    assert (failure(session, bad), failure(session, good)) == (("given_up", "address"), ("sent", None))


def test_two_workers_at_once_send_each_letter_once(new_database, tmp_path, office, serve):
    url = new_database()
    migrate(url)
    port = serve(security="none")
    settings = settings_for(url, tmp_path, smtp_host="localhost", smtp_port=port, smtp_security="none")
    with opened(settings, TESTING=True, JOBS_INLINE=True) as app:
        with app.app_context():
            names = {write(f"n{number}@example.org") for number in range(20)}
        sent: list[int] = []
        begin = threading.Barrier(3)

        def worker() -> None:
            with app.app_context():
                begin.wait()
                sent.append(work.send().sent)
                db.session.remove()

        threads = [threading.Thread(target=worker) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ids = [message_from_bytes(one)["Message-ID"] for one in office.received]
        assert sum(sent) == len(ids) == len(set(ids)) == len(names)
