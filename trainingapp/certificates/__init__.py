"""Certificates: numbered documents that say one person completed one training.

Number, face, drawing: the number is allocated and the face (everything printed) is stored when the certificate is
issued; the page is drawn from the face on demand, the same bytes for ever. Status (valid, expired, superseded, revoked)
is read on the day it is asked for, and never printed. A number is never reused, a row never deleted.

Words: *face*, everything printed; *design*, the file that says how; *check character*, the last of a number.
Leaves to others: whether the training was completed (completions) and whether it is enough (requirements, readiness).
"""
