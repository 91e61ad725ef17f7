"""Peacekeeping Training Register: what training was required, what was done, who vouches for it, what is missing.

Each room below keeps one subject. Inside a room, read in this order:

    rules      what must be true         (pure: no database, no request, no clock; other pure files are named
                                          for what they are: roster, intervals, numbers)
    models     what is kept
    queries    what can be asked         (facts; never writes)
    reports    what can be concluded     (facts put through rules)
    actions    what can be done          (never commits)
    forms      what may be typed
    views      what is shown             api  what is served   cli  what is scripted   pdf  what is printed
"""

#: From the ground up. A room imports, and points a foreign key at, only itself and the rooms before it.
STOREYS = (
    "kit",
    "journal",
    "letters",
    "states",
    "accounts",
    "jobs",
    "curricula",
    "people",
    "forces",
    "rosters",
    "completions",
    "certificates",
    "training",
    "requirements",
    "readiness",
    "attestations",
    "overviews",
    "snapshots",
    "bulletins",
    "intake",
    "records",
    "privacy",
    "demo",
    "visits",
    "web",
)
