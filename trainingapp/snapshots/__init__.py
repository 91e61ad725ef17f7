"""Reports as they were made: a gap report or a readiness report, numbered, with its figures and files, never changed.

Words: the *face* is all figures of a report; an *edition* is inside (exact) or for circulation (rounded). What the
figures are is concluded by `readiness`; what is chosen from them for donors is the business of `bulletins`.
"""
