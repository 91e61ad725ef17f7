"""How fast all States are answered on one date, and what superseding a version would change; each beside the same
question put to the database in bare SQL."""

from collections.abc import Callable
from datetime import date
from time import perf_counter
from typing import Any, Final

from sqlalchemy import TextClause, text

from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula import queries as curricula
from trainingapp.kit import clock
from trainingapp.kit.db import db
from trainingapp.readiness import reports
from trainingapp.readiness.coverage import Question, Table
from trainingapp.readiness.reports.consequences import of_superseding
from trainingapp.readiness.work import keep_up

#: The same figures straight over assignments and completions: what it costs when nothing is kept.
FLOOR: Final = """
    WITH asked AS (
        SELECT q.code, q.curriculum_code, q.categories, q.decision_makers_only, q.mission_flag, q.holds_from,
               CASE WHEN z.last_day IS NULL OR z.last_day > q.holds_through THEN q.holds_through
                    ELSE z.last_day END AS holds_through,
               coalesce(g.components, '') AS components, coalesce(g.unit_types, '') AS unit_types,
               coalesce(g.missions, '') AS missions, coalesce(g.functions, '') AS functions,
               coalesce(g.due, 'deployment') AS due, coalesce(g.due_days, 0) AS due_days,
               g.counts_days, coalesce(g.versions, '') AS versions
        FROM requirement q
        LEFT JOIN requirement_reach g ON g.requirement_code = q.code
        LEFT JOIN requirement_end z ON z.requirement_code = q.code
        WHERE q.mandatory AND coalesce(g.rank_bands, '') = ''
        UNION ALL
        SELECT s.public_id, l.curriculum_code, '', FALSE, NULL, s.effective_from, {day_before_next},
               '', s.unit_type_code, s.mission_code, l.functions, 'deployment', 0, NULL, ''
        FROM unit_statement s JOIN unit_statement_line l ON l.statement_id = s.id
    ),
    judged AS (
        SELECT r.state_code, q.curriculum_code, p.sex, a.id, min(CASE WHEN EXISTS (
                   SELECT 1 FROM completion c
                   JOIN curriculum_version v ON v.id = c.version_id AND v.curriculum_code = q.curriculum_code
                   WHERE c.person_id = a.person_id
                     AND (c.result = 'pass' OR (c.result = 'attended' AND v.pass_kind = 'attendance'))
                     AND c.completed_on <= :day
                     AND (c.valid_through IS NULL OR c.valid_through >= :day)
                     AND (q.counts_days IS NULL OR {days_since} < q.counts_days)
                     AND (q.versions = '' OR ' ' || q.versions || ' ' LIKE '% ' || v.label || ' %')
                     AND (v.superseded_on IS NULL OR v.transition_until >= :day
                          OR (v.transition_until IS NULL AND v.superseded_on > :day))
                     AND NOT EXISTS (SELECT 1 FROM completion_withdrawal w WHERE w.completion_id = c.id)
               ) THEN 1 ELSE 0 END) AS held
        FROM rotation r
        JOIN unit u ON u.id = r.unit_id
        JOIN assignment a ON a.rotation_id = r.id
        JOIN person_now p ON p.person_id = a.person_id
        LEFT JOIN function f ON f.code = a.function_code
        JOIN asked q
          ON q.holds_from <= r.deploys_on AND (q.holds_through IS NULL OR q.holds_through >= r.deploys_on)
         AND (q.categories = '' OR ' ' || q.categories || ' ' LIKE '% ' || a.category || ' %')
         AND (NOT q.decision_makers_only OR f.tactical_decision_maker)
         AND (q.components = '' OR q.components LIKE
              CASE WHEN a.category IN ('individual_police', 'formed_police') THEN '%police%' ELSE '%military%' END)
         AND (q.unit_types = '' OR ' ' || q.unit_types || ' ' LIKE '% ' || u.unit_type_code || ' %')
         AND (q.missions = '' OR ' ' || q.missions || ' ' LIKE '% ' || r.mission_code || ' %')
         AND (q.functions = '' OR ' ' || q.functions || ' ' LIKE '% ' || a.function_code || ' %')
         AND (q.due <> 'arrival' OR {days_there} >= q.due_days)
         AND (q.due <> 'end' OR {days_left} < q.due_days)
         AND (q.mission_flag IS NULL OR EXISTS (
             SELECT 1 FROM mission_flag m
             WHERE m.mission_code = r.mission_code AND m.flag = q.mission_flag AND m.valid_from <= r.deploys_on
               AND (m.valid_through IS NULL OR m.valid_through >= r.deploys_on)))
        WHERE r.deploys_on <= :day AND r.ends_on >= :day
          AND NOT EXISTS (
              SELECT 1 FROM assignment_end e
              WHERE e.assignment_id = a.id AND (e.kind = 'in_error' OR e.ended_on < :day))
        GROUP BY r.state_code, q.curriculum_code, p.sex, a.id
    )
    SELECT state_code, curriculum_code, sex, count(*) AS required, sum(held) AS held
    FROM judged GROUP BY state_code, curriculum_code, sex
    """

#: How each database counts days.
DAYS: Final = {
    "sqlite": {
        "day_before_next": "date((SELECT min(n.effective_from) FROM unit_statement n WHERE n.mission_code ="
        " s.mission_code AND n.unit_type_code = s.unit_type_code AND n.effective_from > s.effective_from), '-1 day')",
        "days_since": "julianday(:day) - julianday(c.completed_on)",
        "days_there": "julianday(:day) - julianday(r.deploys_on)",
        "days_left": "julianday(r.ends_on) - julianday(:day)",
    },
    "postgresql": {
        "day_before_next": "(SELECT min(n.effective_from) FROM unit_statement n WHERE n.mission_code ="
        " s.mission_code AND n.unit_type_code = s.unit_type_code AND n.effective_from > s.effective_from) - 1",
        "days_since": "CAST(:day AS date) - c.completed_on",
        "days_there": "CAST(:day AS date) - r.deploys_on",
        "days_left": "r.ends_on - CAST(:day AS date)",
    },
}


def floor_statement() -> TextClause:
    """The same figures straight over the facts, in the words of the database that is measured."""
    return text(FLOOR.format(**DAYS[db.session.get_bind().dialect.name]))


def bench(quick: bool) -> list[dict[str, Any]]:
    """All States on one date: our report, and the floor. Both must count the same; the better of a few runs each.

    Measured on whatever the database holds, so seed it first; needs an application context.
    """
    keep_up()
    day = clock.today()
    runs = 2 if quick else 5

    def computed() -> Table:
        reports.REMEMBERED.forget()
        return reports.coverage(OPERATOR.scope("gaps.see"), Question(day, 0), by="state")

    ours, table = _best(runs, computed)
    floor, rows = _best(runs, lambda: db.session.execute(floor_statement(), {"day": as_bound(day)}).all())
    counted = sum(row.required for row in rows), sum(row.held for row in rows)
    total = table.totals.total
    if counted != (total.required, total.held):
        raise AssertionError(f"the floor counts {counted}, the report {total.required, total.held}")
    size = f"{table.totals.whole.required} persons, {len(table.deployments)} rotations, {len(table.rows)} States"
    return [
        {
            "name": "gaps.all_states",
            "figure": round(ours * 1000, 1),
            "unit": "ms",
            "floor": round(floor * 1000, 1),
            "ratio": round(ours / floor, 3),
            "size": size,
        }
    ]


#: What superseding changes, counted bare: completions, certificates, and persons on tours by rotation.
SUPERSEDED: Final = (
    text(
        """
        SELECT c.state_code, count(*) AS number FROM completion c JOIN curriculum_version v ON v.id = c.version_id
        WHERE c.version_id = :version AND (c.result = 'pass' OR (c.result = 'attended' AND v.pass_kind = 'attendance'))
          AND (c.valid_through IS NULL OR (c.valid_through > :last AND c.valid_through >= c.completed_on))
          AND NOT EXISTS (SELECT 1 FROM completion_withdrawal w WHERE w.completion_id = c.id)
        GROUP BY c.state_code
        """
    ),
    text(
        """
        SELECT c.state_code, count(*) AS number FROM certificate c
        WHERE c.version_id = :version AND (c.valid_through IS NULL OR c.valid_through > :last)
          AND NOT EXISTS (SELECT 1 FROM certificate_revocation r WHERE r.certificate_id = c.id)
          AND NOT EXISTS (SELECT 1 FROM completion_withdrawal w WHERE w.completion_id = c.completion_id)
          AND NOT EXISTS (SELECT 1 FROM certificate n WHERE n.replaces = c.id)
        GROUP BY c.state_code
        """
    ),
    text(
        """
        SELECT r.id, count(DISTINCT p.same_as) AS number
        FROM rotation r
        JOIN assignment a ON a.rotation_id = r.id
        JOIN person_now p ON p.person_id = a.person_id
        LEFT JOIN function f ON f.code = a.function_code
        JOIN curriculum_version v ON v.id = :version
        JOIN completion c ON c.person_id = a.person_id AND c.version_id = v.id AND c.result = 'pass'
        JOIN requirement q
          ON q.mandatory AND q.curriculum_code = v.curriculum_code
         AND q.holds_from <= r.deploys_on AND (q.holds_through IS NULL OR q.holds_through >= r.deploys_on)
         AND (q.categories = '' OR ' ' || q.categories || ' ' LIKE '% ' || a.category || ' %')
         AND (NOT q.decision_makers_only OR f.tactical_decision_maker)
         AND (q.mission_flag IS NULL OR EXISTS (
             SELECT 1 FROM mission_flag m
             WHERE m.mission_code = r.mission_code AND m.flag = q.mission_flag AND m.valid_from <= r.deploys_on
               AND (m.valid_through IS NULL OR m.valid_through >= r.deploys_on)))
        WHERE r.ends_on > :last AND (c.valid_through IS NULL OR (c.valid_through > :last
              AND c.valid_through >= r.deploys_on)) AND c.completed_on <= r.ends_on
          AND NOT EXISTS (SELECT 1 FROM completion_withdrawal w WHERE w.completion_id = c.id)
          AND NOT EXISTS (SELECT 1 FROM assignment_end e WHERE e.assignment_id = a.id)
          AND NOT EXISTS (
              SELECT 1 FROM completion o JOIN curriculum_version x ON x.id = o.version_id
              WHERE o.person_id = a.person_id AND x.curriculum_code = v.curriculum_code AND x.id <> v.id
                AND o.result = 'pass' AND (o.valid_through IS NULL OR o.valid_through > :last))
        GROUP BY r.id
        """
    ),
)


def supersession(quick: bool) -> list[dict[str, Any]]:
    """What superseding the core materials tomorrow would change: our report, and the bare counting in three statements.

    The floor knows neither merged persons' other rows nor what stands for what; in the demonstration both must count
    the same.
    """
    last, runs = clock.today(), 2 if quick else 5
    version = curricula.version_called("CPTM", as_of=last)
    ours, found = _best(runs, lambda: of_superseding(version.id, counts_through=last))
    values = {"version": version.id, "last": as_bound(last)}
    floor, rows = _best(runs, lambda: [db.session.execute(one, values).all() for one in SUPERSEDED])
    counted = tuple(sum(row.number for row in some) for some in rows)
    total = found.total
    if counted != (total.sooner, total.certificates, total.persons):
        raise AssertionError(f"the floor counts {counted}, the report {total}")
    return [
        {
            "name": "supersession.preview",
            "figure": round(ours * 1000, 1),
            "unit": "ms",
            "floor": round(floor * 1000, 1),
            "ratio": round(ours / floor, 3),
            "size": f"{total.sooner} completions, {total.certificates} certificates, {total.rotations} rotations, "
            f"{total.persons} persons",
        }
    ]


def _best(runs: int, work: Callable[[], Any]) -> tuple[float, Any]:
    best, result = float("inf"), None
    for _ in range(runs):
        started = perf_counter()
        result = work()
        best = min(best, perf_counter() - started)
    return best, result


def as_bound(day: date) -> object:
    """A day as the database that is measured takes it in bare SQL."""
    return day.isoformat() if db.session.get_bind().dialect.name == "sqlite" else day
