"""Who completed what, when, with what result: facts, corrected by new facts.

Words: a *completion* is one person's result in one version of a curriculum on one day; a *withdrawal* takes it back,
with a reason; a *correction* is a withdrawal and a new completion. Leaves to the rooms above: whether it is enough.
"""
