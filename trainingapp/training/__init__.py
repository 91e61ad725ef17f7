"""The training that stands behind completions: sessions, who taught, who sat in the room, and what came of it.

Words: a *session* is one delivery of a version of a curriculum by an institution or a mission's training cell; its
*plan* says when, where and for how many, and a changed plan is a new row. States *nominate* persons; a nomination is
accepted, waits for a place, or is declined. *Attendance* is kept per day and lesson, *checks* per element. A session is
*closed* by one person and confirmed by another, and only then completions are recorded. A *trainer* holds a completion
of a trainers' course: nothing else makes one.

Leaves to others: what is taught (curricula), what a completion is (completions), who still lacks it (readiness).
"""
