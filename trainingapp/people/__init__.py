"""Those who are trained: identity and nothing else; personal data ends here.

Words: a *person* belongs to a State and has a *service number* there, which is text. A person has no sign-in and needs
no e-mail. Names are kept exactly as given. Leaves to the rooms above: where somebody serves and what they learned.
"""
