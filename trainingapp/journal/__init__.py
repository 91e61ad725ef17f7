"""What was done, by whom, to which record: append-only, hash-chained, and vouching for every fact that was kept.

Words: an *entry* is one act; its *commitments* vouch for the rows it kept; a row's *seal* is what the commitment is
made of; the *head* is the newest entry. The entries are also the feed of changes from which rooms above refresh what
they derive. Holds no personal data. Leaves to the rooms above: what an act means.
"""
