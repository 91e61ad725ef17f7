"""Tools that know nothing of training: database, transaction, errors, forms, texts, sheets in and out, drawing of text.

Leaves to the rooms above: everything a training officer would have a word for.
"""
