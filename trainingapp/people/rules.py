"""Pure: how a person is called."""


def display_name(*, full_name: str | None, given_names: str | None, family_name: str | None) -> str:
    """The name as it was given: the full name when there is one, else given names and family name in that order."""
    return full_name or " ".join(part for part in (given_names, family_name) if part)
