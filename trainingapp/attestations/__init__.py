"""A State's signed word about a rotation or a person in it: what it claims, what is recorded, what was verified.

A certification (here: attestation, so that nobody mistakes it for a person's certificate) is written by a State in
*editions*, signed and *submitted* by a second person, reviewed and decided by the Secretariat in *steps*. Screening,
exceptions and verification stand beside it and are never merged into one flag. What people must hold, and who holds
it, is left to the rooms below.
"""
