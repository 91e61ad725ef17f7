"""Pure: what the pages are called on which people are shown, and how a reading reads."""

from collections.abc import Mapping
from types import MappingProxyType

from trainingapp.kit.words import N_, Sentence, say

#: Endpoint or command -> what somebody looked at there, in words. Every page that notes a reading has its words here;
#: the test that walks the pages holds the two together.
LOOKED_AT: Mapping[str, str] = MappingProxyType(
    {
        "certificates.certificate_pdf": N_("the file of a certificate"),
        "certificates.check": N_("the public check of a certificate"),
        "certificates.choose": N_("certificates chosen to be revoked"),
        "attestations.attach": N_("a certification that is written"),
        "attestations.attestation": N_("a certification"),
        "attestations.begin": N_("who is certified one by one"),
        "attestations.begin_person": N_("who is certified one by one"),
        "attestations.clearance": N_("who of the medical personnel is cleared"),
        "attestations.declare_caveat": N_("a certification"),
        "attestations.exclude": N_("who is taken off a roll after screening"),
        "attestations.exceptions": N_("who deploys without a training"),
        "attestations.give_back": N_("a certification"),
        "attestations.hand_on": N_("a certification"),
        "attestations.paper": N_("a paper of a certification"),
        "attestations.save_exceptions": N_("who deploys without a training"),
        "attestations.sample": N_("who was drawn for an audit"),
        "attestations.find": N_("the audit of a person"),
        "attestations.screening": N_("who is screened for human rights"),
        "attestations.sign": N_("a certification"),
        "attestations.withdraw": N_("a certification"),
        "attestations.write": N_("a certification that is written"),
        "certificates.index": N_("the list of certificates"),
        "certificates.missing": N_("who has no certificate yet"),
        "certificates.of_rotation": N_("the certificates of a rotation"),
        "certificates.revoke": N_("a certificate to be revoked"),
        "certificates.revoke_chosen": N_("certificates chosen to be revoked"),
        "certificates.show": N_("a certificate"),
        "completions.correct": N_("a completion to be corrected"),
        "completions.withdraw": N_("a completion to be withdrawn"),
        "forces.roll": N_("the nominal roll"),
        "intake.by_hand_confirm": N_("results typed by hand"),
        "intake.by_hand_evidence": N_("a file of evidence"),
        "intake.by_hand_grid": N_("results while they are typed"),
        "intake.by_hand_keep": N_("results while they are typed"),
        "intake.by_hand_mend": N_("results typed by hand"),
        "intake.by_hand_person": N_("results to be typed for a person"),
        "intake.by_hand_record": N_("results typed by hand"),
        "intake.by_hand_rotation": N_("results to be typed for a rotation"),
        "intake.by_hand_send_back": N_("results typed by hand"),
        "intake.by_hand_take_back": N_("results typed by hand"),
        "intake.check": N_("a file of people, before it was recorded"),
        "intake.empty_results": N_("a form for results with everybody's name"),
        "intake.record": N_("a file of people, before it was recorded"),
        "intake.to_mend": N_("the refused rows of a file"),
        "jobs.download": N_("a file of certificates"),
        "privacy.erase": N_("what erasing a person would take away"),
        "privacy.held": N_("everything held on a person"),
        "readiness.rotation": N_("who lacks which training"),
        "records.accept_offer": N_("a person offered by another State"),
        "records.change": N_("what changed about a person"),
        "records.change_one": N_("a change of a person"),
        "records.correct_name": N_("a name to be put right"),
        "records.decline_offer": N_("a person offered by another State"),
        "records.links": N_("the private links to a person's record"),
        "records.merge": N_("a search for a second record of the same person"),
        "records.merge_with": N_("two records side by side"),
        "records.offer": N_("a person offered by another State"),
        "records.own": N_("their own record, by a private link"),
        "records.own_transcript": N_("their own transcript, by a private link"),
        "records.people": N_("a search for people"),
        "records.person": N_("a person's record"),
        "records.keep_apart": N_("two records side by side that may be one person's"),
        "records.merge_duplicate": N_("two records side by side that may be one person's"),
        "records.duplicate": N_("two records side by side that may be one person's"),
        "records.duplicates": N_("records that may be one person's"),
        "records.reissue": N_("certificates under an earlier name"),
        "records.search": N_("a search"),
        "records.transcript": N_("a person's transcript"),
        "records.transcript_json": N_("a person's transcript"),
        "records.transfer": N_("the offer of a person to another State"),
        "records.transfers": N_("people offered from State to State"),
        "records.undo_merge": N_("a merge to be undone"),
        "training.chain": N_("what stands behind a completion"),
        "training.let_stand": N_("completions to be reviewed"),
        "training.review": N_("completions to be reviewed"),
        "training.reviews": N_("trainers who were withdrawn"),
        "training.withdraw_trainer": N_("a trainer to be withdrawn"),
        "training.session": N_("a training session"),
        "training.session_trainers": N_("who teaches in a session"),
        "training.trainer": N_("a trainer"),
        "training.trainer_pool": N_("the list of trainers"),
    }
)

#: Who looked without an account.
NOBODYS: Mapping[str, str] = MappingProxyType(
    {
        "visitor": N_("Somebody who checked a certificate"),
        "themselves": N_("The person themselves"),
        "operator": N_("The operator"),
    }
)


def in_words(page: str) -> str:
    """What somebody looked at; the page's own name when it has no words yet."""
    return LOOKED_AT.get(page, page)


def role_in_words(role: str, *, roles: Mapping[str, str], names: Mapping[str, str]) -> Sentence | None:
    """ "Training officer, Bangladesh", from what the journal keeps: "training_officer state BGD"; None without one."""
    parts = role.split(" ", 2)
    if parts[0] not in roles:
        return None
    said = say(roles[parts[0]])
    if len(parts) < 3:
        return said
    return say("%(role)s, %(name)s", role=said, name=names.get(parts[2], parts[2]))
