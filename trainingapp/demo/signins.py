"""Pure: who can sign in to the demonstration, and the places they work for. Invented people."""

import base64
import hashlib
from dataclasses import dataclass

#: Everybody's in the demonstration, and printed there: it protects nothing.
PASS_PHRASE = "peace-begins-with-training"


@dataclass(frozen=True)
class SignIn:
    """One account of the demonstration."""

    email: str
    name: str
    role: str
    state: str | None = None
    mission: str | None = None
    institution: str | None = None


@dataclass(frozen=True)
class Place:
    """An institution, and the States that let it record the training of their people."""

    code: str
    name: str
    kind: str
    state: str
    serves: tuple[str, ...]


INSTITUTIONS = (
    Place("BIPSOT", "Bangladesh Institute of Peace Support Operation Training", "national", "BGD", ("BGD",)),
    Place("KAIPTC", "Kofi Annan International Peacekeeping Training Centre", "regional", "GHA", ("GHA", "SEN", "XCA")),
    Place("ENTEBBE", "United Nations Centre for Trainers, Entebbe", "un", "UGA", ()),
)


def secret_of(email: str) -> str:
    """The secret of an account's authenticator app: always the same, and printed with the pass phrase."""
    return base64.b32encode(hashlib.sha256(f"demonstration {email}".encode()).digest()[:20]).decode()


SIGN_INS = (
    SignIn("officer.bangladesh@demo.example", "Nasrin Chowdhury", "training_officer", state="BGD"),
    SignIn("officer.nepal@demo.example", "Prakash Gurung", "training_officer", state="NPL"),
    SignIn("instructor.bipsot@demo.example", "Kamrul Hasan", "training_officer", institution="BIPSOT"),
    SignIn("instructor.kaiptc@demo.example", "Abena Owusu", "training_officer", institution="KAIPTC"),
    SignIn("instructor.entebbe@demo.example", "Moses Okot", "training_officer", institution="ENTEBBE"),
    SignIn("cell.minusca@demo.example", "Aminata Diop", "training_officer", mission="MINUSCA"),
    SignIn("focal.bangladesh@demo.example", "Rafiqul Karim", "focal_point", state="BGD"),
    SignIn("authority.bangladesh@demo.example", "Shirin Ahmed", "certifying_authority", state="BGD"),
    SignIn("manager.bangladesh@demo.example", "Tahmina Akter", "account_manager", state="BGD"),
    SignIn("focal.carana@demo.example", "Joseph Okello", "focal_point", state="XCA"),
    SignIn("authority.carana@demo.example", "Esther Njoroge", "certifying_authority", state="XCA"),
    SignIn("reviewer.military@demo.example", "Ingrid Lindström", "reviewer_military"),
    SignIn("reviewer.police@demo.example", "Marco Rossi", "reviewer_police"),
    SignIn("reviewer.training@demo.example", "Yuki Tanaka", "reviewer_training"),
    SignIn("analyst@demo.example", "Lucía Fernández", "analyst"),
    SignIn("editor@demo.example", "Antti Virtanen", "curriculum_editor"),
    SignIn("publisher@demo.example", "Grace Mwangi", "curriculum_publisher"),
    SignIn("requirements@demo.example", "Tomás Herrera", "requirements_editor"),
    SignIn("leader.minusca@demo.example", "Hélène Laurent", "mission_leader", mission="MINUSCA"),
    SignIn("administrator@demo.example", "Elena Ionescu", "administrator"),
)
