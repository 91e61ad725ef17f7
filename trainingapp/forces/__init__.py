"""Units, their rotations to missions, and who is assigned to them.

Words: a *unit* belongs to a State; a *rotation* is one deployment of a unit to a mission; the *nominal roll* is the
list of people assigned to it; an *assignment* is one line of the roll. Leaves to the rooms above: what they must know.
"""
