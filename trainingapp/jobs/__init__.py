"""Long work: a row that says what is to be done, for whom, how far it is, and what came of it.

The row is written in the request's own transaction; the queue carries only its id; a sweeper finds what a killed
worker left. Leaves to the rooms above: the work itself, which they register by kind.
"""
