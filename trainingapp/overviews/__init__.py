"""Pages for whoever must decide today: readiness at a glance on any date, what is coming, and views kept for oneself.

Words: an *overview* is one page of figures with its charts; a *saved view* is such a page with what it was asked, kept
by an account under a name. Leaves to readiness: every figure.
"""
