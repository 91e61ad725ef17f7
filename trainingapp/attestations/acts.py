"""Pure: what the journal calls the acts of this room: act -> its name in lists, and what somebody did."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_

ACTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "attestation.open": (N_("Certification begun"), N_("began a certification: %(kind)s")),
        "attestation.save": (N_("Certification written"), N_("saved edition %(edition)s of a certification")),
        "attestation.attach": (N_("Paper attached"), N_("attached a paper to a certification: %(paper)s")),
        "attestation.detach": (N_("Paper taken out"), N_("took a paper out of a certification")),
        "attestation.hand": (N_("Handed on for signature"), N_("handed a certification on for signature")),
        "attestation.give_back": (N_("Given back"), N_("gave a certification back, with a reason")),
        "attestation.submit": (N_("Certification submitted"), N_("signed and submitted certification %(number)s")),
        "attestation.take": (N_("Review taken up"), N_("took up the review of certification %(number)s")),
        "attestation.remind": (N_("Word of waiting"), N_("told both sides that certification %(number)s waits")),
        "attestation.accept": (N_("Certification accepted"), N_("accepted certification %(number)s")),
        "attestation.return": (N_("Certification returned"), N_("returned certification %(number)s, with reasons")),
        "attestation.reject": (N_("Certification rejected"), N_("rejected certification %(number)s, with a reason")),
        "attestation.withdraw": (N_("Certification withdrawn"), N_("withdrew a certification, with a reason")),
        "attestation.comment": (N_("Remark on a certification"), N_("remarked on certification %(number)s")),
        "attestation.caveat": (N_("Late caveat"), N_("declared a caveat after acceptance of certification %(number)s")),
        "attestation.verify": (
            N_("Certification verified"),
            N_("recorded a verification of certification %(number)s: %(kind)s, %(confirmed)s of %(items)s confirmed"),
        ),
        "attestation.sample": (
            N_("Sample drawn"),
            N_("drew %(size)s of %(roll)s persons for an audit of certification %(number)s"),
        ),
        "attestation.find": (N_("Audit finding"), N_("recorded %(findings)s findings of an audit")),
        "screening.record": (N_("Screening recorded"), N_("recorded the screening of %(persons)s persons: %(result)s")),
        "screening.exclude": (
            N_("Excluded after screening"),
            N_("took %(persons)s persons off the roll, who were not cleared or not screened"),
        ),
        "concern.raise": (N_("Concern about a unit"), N_("recorded a concern about a unit")),
        "concern.mitigate": (N_("Concern mitigated"), N_("recorded what was done about a concern")),
        "clearance.record": (
            N_("Medical clearance"),
            N_("recorded the technical clearance of %(persons)s persons: %(result)s"),
        ),
        "rehatting.open": (N_("Re-hatting"), N_("recorded a unit that comes over from %(organisation)s")),
        "listing.record": (N_("State listed"), N_("recorded that the State is listed: %(report)s")),
        "listing.end": (N_("State delisted"), N_("recorded that the State is no longer listed: %(report)s")),
        "waiver.grant": (
            N_("Requirement waived for a rotation"),
            N_("waived %(curriculum)s for a whole rotation through %(through)s"),
        ),
        "waiver.grant_persons": (
            N_("Requirement waived for persons"),
            N_("waived %(curriculum)s for %(persons)s persons through %(through)s"),
        ),
    }
)
