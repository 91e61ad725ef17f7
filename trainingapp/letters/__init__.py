"""Letters that the register sends by e-mail: written into an outbox, in the transaction of what they follow from.

Words: a *letter* is one text to one address; it *waits*, is *sent*, or is *given up*. Its text stands in the outbox
under lock and only until it is sent. Leaves to the rooms above: what a letter says, and to whom.
"""
