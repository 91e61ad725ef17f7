"""Proofs beside the pass phrase: the second factor, a passkey alone, and proving anew before a grave act.

Every attempt is counted before it is looked at, in the same table as failed sign-ins: who guesses waits, and nobody is
locked out for good. A passkey's challenge is signed, bound to the browser that asked and good for ten minutes; the
database remembers that it was answered.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

from flask import current_app, session
from flask_security import verify_password
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer

from trainingapp.accounts import passkeys, queries
from trainingapp.accounts.actions import factors, sign_ins
from trainingapp.accounts.authenticators import ISSUER, is_app_code
from trainingapp.accounts.identity import Arrival
from trainingapp.accounts.passkeys import Made, Party, Unproven
from trainingapp.accounts.queries import SignInFacts
from trainingapp.accounts.rules import Identity, token_sha256
from trainingapp.accounts.sign_in import Outcome, let_in, marks_of, take, throttle, visit
from trainingapp.kit.db import transaction
from trainingapp.kit.settings import Settings

#: Seconds within which a passkey must answer.
CHALLENGE_SECONDS = 600


def party() -> Party:
    """This register as browsers know it."""
    settings: Settings = current_app.config["SETTINGS"]
    return Party.of(settings.base_url, ISSUER)


def new_challenge() -> bytes:
    """A question for a passkey, good once, for this browser, for a while."""
    return str(_signer().dumps(secrets.token_urlsafe(16))).encode()


def question(have: Iterable[bytes] = ()) -> str | None:
    """What the browser is asked so that it shows a passkey; None where no browser would have one for this address."""
    return passkeys.question(party(), challenge=new_challenge(), have=have) if party().can_have_passkeys else None


def made(answer: str) -> tuple[Made, bytes]:
    """The passkey that this browser has made, and the challenge it answers. Raises Unproven."""
    challenge = _asked(answer)
    return passkeys.made(party(), answer, challenge=challenge), challenge


def sign_in_with_passkey(answer: str, *, address: str, now: datetime) -> Outcome:
    """Try to sign in with a passkey alone. What is unknown, removed, damaged or suspended is answered alike."""
    try:
        challenge, claimed = _asked(answer), passkeys.shown(answer)
    except Unproven:
        return Outcome()
    marks = marks_of("passkey", claimed.credential_id.hex(), address=address)
    with transaction():
        attempt = sign_ins.count_attempt(*marks, throttle=throttle(), now=now)
    if attempt.wait:
        return Outcome(wait=attempt.wait)
    with transaction():
        holder = factors.take_passkey(answer, party=party(), challenge=challenge, now=now)
        known = holder is not None and queries.identity_of(holder.account_id) is not None
        if not known and attempt.is_last:
            sign_ins.lock_out(holder.public_id if holder else None, of="passkey", now=now)
    if holder is None or not known:
        return Outcome()
    complete = let_in(holder.account_id, holder.public_id, way="passkey", shown=True, attempt=attempt, now=now)
    return Outcome(right=True, complete=complete)


def show_second_factor(
    arrival: Arrival, sign_in: SignInFacts, *, code: str = "", answer: str = "", address: str, now: datetime
) -> Outcome:
    """Try to complete a sign-in with what was typed, or with a passkey's answer."""
    public_id = arrival.identity.public_id
    with transaction():
        attempt = sign_ins.count_attempt(
            *marks_of("second factor", public_id, address=address), throttle=throttle(), now=now
        )
    if attempt.wait:
        return Outcome(wait=attempt.wait)
    with transaction():
        way = _factor(sign_in.account_id, code=code, answer=answer, now=now)
        begun = None
        if way is not None:
            sign_ins.forgive(attempt)
            begun = sign_ins.arrive(sign_in.id, sign_in.account_id, public_id, way=way, visit=visit(), now=now)
        elif attempt.is_last:
            sign_ins.lock_out(public_id, of="second factor", now=now)
    if begun is None:
        return Outcome()
    session.clear()
    take(begun)
    return Outcome(right=True, complete=True)


def prove_again(
    identity: Identity,
    sign_in: SignInFacts,
    *,
    typed: str = "",
    answer: str = "",
    phrase_only: bool = False,
    address: str,
    now: datetime,
) -> Outcome:
    """Try to prove that it is still the same person: by pass phrase, and unless `phrase_only` by an app's code or with
    a passkey."""
    marks = marks_of("proof", identity.public_id, address=address)
    with transaction():
        attempt = sign_ins.count_attempt(*marks, throttle=throttle(), now=now)
        hashed = queries.phrase_of(sign_in.account_id)
    if attempt.wait:
        return Outcome(wait=attempt.wait)
    by_factor = not phrase_only and bool(answer or is_app_code(typed))
    right = not by_factor and is_phrase(typed, hashed)
    with transaction():
        if by_factor:
            right = _factor(sign_in.account_id, code=typed, answer=answer, now=now) is not None
        if right:
            sign_ins.forgive(attempt)
            sign_ins.prove(sign_in.id, now=now)
        elif attempt.is_last:
            sign_ins.lock_out(identity.public_id, of="proof", now=now)
    return Outcome(right=right, complete=right)


def is_phrase(typed: str, hashed: str | None) -> bool:
    """Whether this is the pass phrase. Costs an Argon2 hash: call it outside transactions, and throttled."""
    security = current_app.extensions["security"]
    return hashed is not None and bool(verify_password(security.password_util.normalize(typed), hashed))


def _factor(account_id: int, *, code: str, answer: str, now: datetime) -> str | None:
    """By which second factor of this account it was right; None when it was not."""
    if not answer:
        return factors.take_code(account_id, code, now=now)
    try:
        holder = factors.take_passkey(answer, party=party(), challenge=_asked(answer), now=now)
    except Unproven:
        return None
    return "passkey" if holder is not None and holder.account_id == account_id else None


def _asked(answer: str) -> bytes:
    """The challenge of an answer, if this register asked this browser a few minutes ago. Raises Unproven."""
    challenge = passkeys.challenge_in(answer)
    try:
        _signer().loads(challenge, max_age=CHALLENGE_SECONDS)
    except (BadData, UnicodeDecodeError):
        raise Unproven from None
    return challenge


def _signer() -> URLSafeTimedSerializer:
    generate_csrf()  # what binds the question to this browser's session
    bound = token_sha256(str(session["csrf_token"]))
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"passkey {bound}")
