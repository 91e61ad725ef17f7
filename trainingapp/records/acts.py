"""Pure: what the journal's acts are called, and how an entry reads as a sentence.

Every act that any room writes has its words here; a test holds the two together.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from trainingapp.kit.figures import grouped
from trainingapp.kit.words import N_, Sentence, say

#: Act -> its name in lists, and the sentence; places are filled from the entry's details.
ACTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "account.add": (N_("Account added"), N_("added an account")),
        "account.lock_out": (N_("Guessing stopped"), N_("guessed at a pass phrase until stopped")),
        "account.sign_in": (N_("Signed in"), N_("signed in")),
        "account.sign_out": (N_("Signed out"), N_("signed out")),
        "certificates.issue": (
            N_("Certificates issued"),
            N_("issued %(issued)s certificates for %(curriculum)s"),
        ),
        "certificates.revoke": (N_("Certificates revoked"), N_("revoked %(revoked)s certificates")),
        "completion.correct": (N_("Completion corrected"), N_("corrected a completion of %(curriculum)s")),
        "completion.withdraw": (N_("Completion withdrawn"), N_("withdrew a completion of %(curriculum)s")),
        "curriculum.load": (
            N_("Curriculum loaded"),
            N_("loaded version %(version)s from the file %(file)s"),
        ),
        "reference.load": (
            N_("Reference data loaded"),
            N_("loaded States, missions and functions: %(added)s added, %(changed)s changed"),
        ),
        "demo.seed": (N_("Demonstration filled in"), N_("filled in the demonstration")),
        "requirement.load": (N_("Requirements loaded"), N_("loaded rules: %(codes)s")),
        "roll.record": (
            N_("Nominal roll recorded"),
            N_("recorded %(recorded)s of %(rows)s lines of a nominal roll"),
        ),
        "roll.undo": (N_("Nominal roll taken back"), N_("took back a nominal roll: %(withdrawn)s lines ended")),
        "roster.record": (
            N_("Results recorded"),
            N_("recorded %(recorded)s of %(rows)s results of %(curriculum)s"),
        ),
        "roster.undo": (N_("Results taken back"), N_("took back a file of results: %(withdrawn)s withdrawn")),
        "rotation.add": (
            N_("Rotation added"),
            N_("added the rotation %(code)s to %(mission)s, %(strength)s persons"),
        ),
    }
)

#: Who acts without an account, in words.
NOBODYS: Mapping[str, str] = MappingProxyType(
    {"operator": N_("The operator"), "demonstration": N_("The demonstration"), "visitor": N_("A visitor")}
)

#: What stands where an entry does not say it, as older entries may not.
UNSAID = "–"


def in_words(act: str, details: Mapping[str, object]) -> Sentence:
    """What was done, from the entry's own details."""
    if act not in ACTS:
        return say("did “%(act)s”", act=act)
    template = ACTS[act][1]
    places = re.findall(r"%\((\w+)\)s", template)
    done = Sentence(template, {name: _short(details[name]) if name in details else UNSAID for name in places})
    sha256 = details.get("file_sha256", details.get("sha256"))
    return say("%(done)s (file with SHA-256 %(sha256)s)", done=done, sha256=_short(sha256)) if sha256 else done


def name_of(act: str) -> str:
    """The act's name in lists."""
    return ACTS[act][0] if act in ACTS else act


def _short(value: object) -> object:
    """A number with its groups, the beginning of a long hash, a list as text."""
    if isinstance(value, bool) or not isinstance(value, int | str | list):
        return str(value)
    if isinstance(value, int):
        return grouped(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    # A version stands in the journal by its name, CPTM@2017; people write CPTM 2017.
    return f"{value[:12]}…" if len(value) == 64 else value.replace("@", " ")
