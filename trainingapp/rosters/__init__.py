"""Untidy files of people: nominal rolls and results, from a spreadsheet to checked rows and every problem in words.

A *roster* lists who was trained and with what result; a *roll* lists who belongs to a rotation. A *heading* is what a
column is called, a *field* what it means. Nothing is guessed: what a file leaves open is asked, and a row that is not
certain is not recorded. Leaves to `completions` and `forces` what a recorded row becomes.
"""
