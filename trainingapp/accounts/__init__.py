"""Who may sign in, for whom, and what they may do.

Words: an *account* is a person's sign-in; a *grant* gives it a role, for a State, a mission, an institution or the
whole Secretariat; an *identity* is an account with its grants as they stand at this request; a *scope* is whose data an
identity may touch with one permission. Leaves to the rooms above: what is done with a permission.
"""
