"""Pure: what a bulletin tells, in its two editions: for the Secretariat, and for those it is meant for.

Others read a State's name only when it lets bulletins name it. A State that does not is "one contributor", and of its
deployment only the month is told.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from trainingapp.bulletins.score import Scored, Weights
from trainingapp.snapshots.rounding import Real, Shown, cell, total_of

#: All, women, men, not specified.
OF_WHOM = ("all", "women", "men", "unspecified")


def inside(ranked: Sequence[Scored], weights: Weights, *, as_of: date) -> dict[str, Any]:
    """With every State's name and exact counts."""
    return _face("inside", [_exact(n, one, as_of) for n, one in enumerate(ranked, 1)], weights, as_of) | {
        "headcount": sum(one.need.open[0] for one in ranked)
    }


def for_circulation(ranked: Sequence[Scored], weights: Weights, *, as_of: date) -> dict[str, Any]:
    """With the names of the States that agreed, and counts rounded to fives."""
    told = [_circulated(n, one, as_of) for n, one in enumerate(ranked, 1)]
    return _face("circulation", told, weights, as_of) | {"headcount": total_of([row["open"][0] for row in told])}


def _face(edition: str, rows: Sequence[dict[str, Any]], weights: Weights, as_of: date) -> dict[str, Any]:
    return {
        "form": 1,
        "kind": "bulletin",
        "edition": edition,
        "as_of": as_of.isoformat(),
        "weights": asdict(weights),
        "needs": list(rows),
    }


def _common(rank: int, one: Scored) -> dict[str, Any]:
    need = one.need
    return {
        "rank": rank,
        "score": one.score,
        "parts": dict(one.parts),
        "mission": need.mission,
        "unit_type": need.unit_type,
        "unit_label": need.unit_label,
        "curriculum": need.curriculum,
        "title": need.title,
        "language": need.language,
        "source": need.source,
    }


def _exact(rank: int, one: Scored, as_of: date) -> dict[str, Any]:
    need = one.need
    return _common(rank, one) | {
        "state": need.state,
        "state_name": need.state_name,
        "may_be_named": need.may_be_named,
        "rotation": need.rotation,
        "required": list(need.required),
        "held": list(need.held),
        "open": list(need.open),
        "deploys": need.deploys_on.isoformat(),
        "days": (need.deploys_on - as_of).days,
    }


def _circulated(rank: int, one: Scored, as_of: date) -> dict[str, Any]:
    need = one.need
    groups = cell(Real(need.required[1:], need.open[1:], (0, 0, 0))).groups
    named = need.may_be_named
    counts: dict[str, list[Shown]] = {
        name: [getattr(one, measure) for one in groups]
        for name, measure in (("required", "required"), ("held", "held"), ("open", "gap"))
    }
    return (
        _common(rank, one)
        | counts
        | {
            "state": need.state if named else None,
            "state_name": need.state_name if named else None,
            "deploys": need.deploys_on.isoformat() if named else f"{need.deploys_on:%Y-%m}",
            "days": (need.deploys_on - as_of).days if named else None,
        }
    )
