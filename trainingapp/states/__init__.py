"""Member States, observers and missions: the reference data everything else points at.

Words: a *State* is known by its ISO3 code and shown by the short name the United Nations uses for it, which may have
been another one earlier. A *mission* has dated *mandate flags* (what it was told to do) and *threat flags* (what it
meets), from which requirements follow. What people type for a State is *resolved* exactly, or asked about.

Leaves to others: who may act for a State (accounts), its people (people), its units (forces).
"""
