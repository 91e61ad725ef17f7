"""Pure: what a rule may not say: of what does not exist, or against another rule."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from trainingapp.kit.words import Sentence, say
from trainingapp.requirements.rules import COMPONENT_OF, DUE, Rule, Statement
from trainingapp.states.rules import MISSION_FLAGS

#: A tour is no longer than this; whoever writes more days has slipped.
MOST_DAYS: Final = 3660


@dataclass(frozen=True, slots=True)
class Known:
    """What there is that a rule may name. `curricula`: code -> the labels of its versions."""

    curricula: Mapping[str, Collection[str]]
    functions: Collection[str]
    unit_types: Collection[str]
    missions: Collection[str]
    rank_bands: Collection[str]


def unknown(rule: Rule, known: Known) -> list[Sentence]:
    """Everything that a rule names and that there is not, and every day that cannot be."""
    found: list[Sentence] = []
    if rule.curriculum not in known.curricula:
        found.append(say("There is no curriculum with the code %(code)s.", code=rule.curriculum))
    found += [
        say("%(category)s is no category of persons.", category=one)
        for one in sorted(rule.categories - set(COMPONENT_OF))
    ]
    found += [
        say("%(component)s is neither military nor police.", component=one)
        for one in sorted(rule.components - set(COMPONENT_OF.values()))
    ]
    if rule.mission_flag is not None and rule.mission_flag not in MISSION_FLAGS:
        found.append(say("No mission can carry the flag %(flag)s.", flag=rule.mission_flag))
    named = (
        (rule.functions, known.functions, "There is no function with the code %(code)s."),
        (rule.unit_types, known.unit_types, "There is no kind of unit with the code %(code)s."),
        (rule.missions, known.missions, "There is no mission %(code)s."),
        (rule.rank_bands, known.rank_bands, "There is no band of ranks with the code %(code)s."),
    )
    found += [Sentence(words, {"code": one}) for said, there, words in named for one in sorted(said - set(there))]
    labels = known.curricula.get(rule.curriculum, rule.versions)
    found += [
        say("%(code)s has no version %(label)s.", code=rule.curriculum, label=one)
        for one in sorted(rule.versions - set(labels))
    ]
    return found + _days(rule)


def _days(rule: Rule) -> list[Sentence]:
    found: list[Sentence] = []
    if rule.due not in DUE:
        found.append(say("“%(due)s” is no time at which training can be due.", due=rule.due))
    if not (rule.due == "end") <= rule.due_days <= MOST_DAYS:
        found.append(say("Write from 0 to %(most)s days after arrival, from 1 before the end.", most=MOST_DAYS))
    if rule.due == "deployment" and rule.due_days:
        found.append(say("What is due at deployment has no number of days."))
    if rule.counts_days is not None and not 0 < rule.counts_days <= MOST_DAYS:
        found.append(say("A completion counts from 1 to %(most)s days.", most=MOST_DAYS))
    if rule.holds_through is not None and rule.holds_through < rule.holds_from:
        found.append(say("It ends on %(last)s, before it begins.", last=rule.holds_through.isoformat()))
    if rule.assumption and not rule.note:
        found.append(say("It rests on an assumption, but no note says on which."))
    is_known = rule.categories <= set(COMPONENT_OF) and rule.components <= set(COMPONENT_OF.values())
    if is_known and not categories_of(rule):
        found.append(say("It binds nobody: none of the categories belongs to the component."))
    return found


def categories_of(rule: Rule) -> frozenset[str]:
    """The categories of persons that it may bind."""
    return frozenset(
        category
        for category, component in COMPONENT_OF.items()
        if (not rule.categories or category in rule.categories)
        and (not rule.components or component in rule.components)
    )


# --- One rule against another ----------------------------------------------------------------------------------------


def overlap(one: Rule, other: Rule) -> bool:
    """Whether there is a day of deployment on which both stand."""
    return one.holds_from <= (other.holds_through or date.max) and other.holds_from <= (one.holds_through or date.max)


def asks_as_much(one: Rule, other: Rule) -> bool:
    """Whether everybody whom `other` asks for this curriculum is asked for at least as much by `one`.

    Whoever satisfies `one` then satisfies `other` too: wherever, on whichever day, in whichever version `other` asks.
    The days of deployment on which they stand are left aside.
    """
    return (
        one.curriculum == other.curriculum
        and categories_of(one) >= categories_of(other)
        and (not one.decision_makers_only or other.decision_makers_only)
        and (one.mission_flag is None or one.mission_flag == other.mission_flag)
        and all(
            _within(wide, narrow)
            for wide, narrow in (
                (one.missions, other.missions),
                (one.unit_types, other.unit_types),
                (one.functions, other.functions),
                (one.rank_bands, other.rank_bands),
            )
        )
        and _asks_on_all_days_of(one, other)
        and (other.counts_days is None or (one.counts_days is not None and one.counts_days <= other.counts_days))
        and (not other.versions or (bool(one.versions) and one.versions <= other.versions))
    )


def _within(wide: frozenset[str], narrow: frozenset[str]) -> bool:
    return not wide or (bool(narrow) and narrow <= wide)


def _asks_on_all_days_of(one: Rule, other: Rule) -> bool:
    if one.due == "deployment":
        return True
    if one.due != other.due:
        return False
    return one.due_days <= other.due_days if one.due == "arrival" else one.due_days >= other.due_days


def conflict(one: Rule, other: Rule) -> str | None:
    """ "contradicts": the one recommends what the other requires of the same persons on the same days. "same": both say
    the same. None: they stand beside each other."""
    if not overlap(one, other):
        return None
    if one.mandatory == other.mandatory:
        return "same" if asks_as_much(one, other) and asks_as_much(other, one) else None
    required, advised = (one, other) if one.mandatory else (other, one)
    return "contradicts" if asks_as_much(required, advised) else None


def conflicts(rule: Rule, rules: Iterable[Rule]) -> list[Sentence]:
    """Every rule that a new one cannot stand beside, both named. A line of a statement may repeat what a rule says."""
    found: list[Sentence] = []
    for other in rules:
        kind = conflict(rule, other)
        if kind == "contradicts":
            found.append(_contradiction(rule, other))
        elif kind == "same" and (rule.statement is None) == (other.statement is None):
            found.append(
                say(
                    "%(one)s says the same of the same persons on the same days as %(other)s, which holds from "
                    "%(first)s.",
                    one=rule.code,
                    other=other.code,
                    first=other.holds_from.isoformat(),
                )
            )
    return found


def _contradiction(rule: Rule, other: Rule) -> Sentence:
    first = max(rule.holds_from, other.holds_from).isoformat()
    words = {"one": rule.code, "other": other.code, "code": rule.curriculum, "first": first}
    if rule.mandatory:
        return say(
            "%(one)s requires %(code)s of persons to whom %(other)s only recommends it, for deployments from %(first)s "
            "on. End %(other)s first.",
            **words,
        )
    return say(
        "%(one)s only recommends %(code)s to persons of whom %(other)s requires it, for deployments from %(first)s "
        "on. Narrow it, or end %(other)s first.",
        **words,
    )


def already_asked(rule: Rule, rules: Iterable[Rule]) -> Rule | None:
    """A rule in force beside it that asks as much of everybody, if there is one: the new one would add nothing."""
    return next(
        (
            one
            for one in rules
            if one.mandatory == rule.mandatory
            and one.holds_from <= rule.holds_from
            and (
                one.holds_through is None
                or (rule.holds_through is not None and rule.holds_through <= one.holds_through)
            )
            and asks_as_much(one, rule)
        ),
        None,
    )


# --- Statements of unit requirements ---------------------------------------------------------------------------------


def out_of_order(statement: Statement, others: Iterable[Statement]) -> list[Sentence]:
    """Why a new version cannot stand beside the others of its mission and kind of unit, both named.

    Versions begin in the order of their numbers, each on a day of its own: on every day exactly one is in force.
    """
    found: list[Sentence] = []
    for other in others:
        if (other.mission, other.unit_type) != (statement.mission, statement.unit_type):
            continue
        words = {"one": statement.name, "other": other.name, "day": other.effective_from.isoformat()}
        if other.version == statement.version:
            found.append(say("There is a %(other)s already; it begins on %(day)s.", **words))
        elif other.effective_from == statement.effective_from:
            found.append(say("%(one)s and %(other)s would both begin on %(day)s.", **words))
        elif other.version < statement.version and statement.effective_from < other.effective_from:
            found.append(say("%(one)s would begin before %(other)s, which begins on %(day)s.", **words))
        elif other.version > statement.version and statement.effective_from > other.effective_from:
            found.append(say("%(one)s would begin after %(other)s, which begins on %(day)s.", **words))
    return found


def ended(rule: Rule, last_day: date) -> Rule:
    """The rule as it would stand after it is ended."""
    through = last_day if rule.holds_through is None else min(last_day, rule.holds_through)
    return replace(rule, holds_through=through)
