"""One person's or one rotation's whole record on one page: who, where, what was done, what is missing."""
