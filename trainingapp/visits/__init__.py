"""The first visit: the few pages that a new account is led through, in its own role; ended once, seen again at will.

Leaves to the shell: showing a step above the page it is about.
"""
