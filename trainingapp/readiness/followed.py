"""Pure: which acts of the journal change coverage, by the tables they kept rows in and by what they are about."""

from typing import Final

#: Rows of these tables change the coverage of the rotations they belong to; `feed.rotations_changed_since` finds
#: them by the entry that kept them.
FOLLOWED: Final = frozenset(
    {"assignment", "assignment_end", "completion", "completion_withdrawal"}
    | {"completion_hold", "emptied_row", "person_change", "person_merge", "person_merge_undo"}
    | {"recording_suspension_end", "waiver", "waiver_person", "waiver_end"}
    | {"requirement", "requirement_reach", "requirement_end", "unit_statement", "unit_statement_line"}
)

#: Rows of these tables change no coverage: a person, a unit or a rotation counts only once a roll names them.
HARMLESS_TABLES: Final = frozenset(
    {
        "account",
        "account_grant",
        "account_grant_end",
        "account_suspension",
        "account_suspension_end",
        "batch",
        "batch_undo",
        "certificate",
        "certificate_hold",
        "certificate_revocation",
        "evidence_file",
        "hand_outcome",
        "hand_record",
        "hand_row",
        "own_link",
        "own_link_end",
        "institution",
        "institution_consent",
        "institution_consent_end",
        "institution_end",
        "invitation",
        "invitation_end",
        "invitation_role",
        "single_sign_on_grant",
        "single_sign_on_link",
        "person",
        "person_distinct",
        "person_name",
        "person_transfer",
        "person_transfer_answer",
        "recording_suspension",
        "rotation",
        "state_suspension",
        "state_suspension_end",
        "unit",
        # A draft is no version, and a session counts only through the completions that come of it.
        "attendance_mark",
        "calendar_feed",
        "calendar_feed_end",
        "check_mark",
        "draft_step",
        "field_priority",
        "institution_profile",
        "nomination",
        "nomination_step",
        "priority_step",
        "result_mark",
        "review_outcome",
        "session_closing",
        "session_closing_outcome",
        "session_completion",
        "session_plan",
        "session_step",
        "session_trainer",
        "session_trainer_end",
        "session_withdrawal",
        "sign_in_sheet",
        "trainer_withdrawal",
        # A report tells what was counted, and a bulletin what is needed: neither changes what counts.
        "emerging_contributor",
        "emerging_contributor_end",
        "name_consent",
        "name_consent_end",
        "need",
        "need_end",
        "snapshot",
        "snapshot_file",
        "training_session",
        # A State's word, and what was found of it, claims and changes no coverage.
        "attestation",
        "attestation_comment",
        "attestation_edition",
        "attestation_exception",
        "attestation_file",
        "attestation_file_end",
        "attestation_step",
        "attestation_submission",
        "audit_finding",
        "audit_sample",
        "audit_sample_person",
        "late_caveat",
        "listing",
        "listing_end",
        "medical_clearance",
        "rehatting",
        "screening",
        "unit_concern",
        "unit_mitigation",
        "verification",
        "verification_item",
    }
)

#: Acts about these keep no fact that coverage depends on.
HARMLESS_KINDS: Final = frozenset(
    {
        "account",
        "attestation",
        "batch",
        "certificate",
        "invitation",
        "job",
        "journal",
        "letters",
        "sign_in",
        "unit",
        "upload",
    }
)
