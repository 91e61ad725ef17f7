"""Curricula: what is taught, in which version, to whom, how one passes, and how long it counts.

Words: a *curriculum* has a stable code; a *version* of it is published, may be *superseded*, and still counts through
its *transition*. A version has modules, a module has *lessons*; a lesson's `key` is its identity across versions, its
number only says where it stands in this one. *Topics* come from one short list. The files in `curricula/` at the top of
the repository are the truth: reviewed as text, checked and loaded by commands.

Leaves to others: who must take what (requirements), who took it (completions).
"""
