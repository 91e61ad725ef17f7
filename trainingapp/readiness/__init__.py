"""Requirements held against facts, as of any day: coverage, gaps, reports. Computed, never the truth.

Words: *coverage* is how many of those required hold it; a *gap* is a person who does not, with why; a *step* is a day
on which one of the two numbers changes, kept for speed and always able to be thrown away and rebuilt.
"""
