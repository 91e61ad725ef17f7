"""Who must hold what, where, by when: rules as data, each dated and with its source.

Words: a *requirement* is a curriculum a person in a rotation must hold; it *binds* a rotation when it held on the day
the rotation deploys. Leaves to readiness: whether it is satisfied.
"""
