"""Pure: how numbers are written, the same on every page, in every file and on paper."""

#: U+202F, a space that is narrow and never breaks: 91 000 cannot be read as 91 or as a decimal.
THIN = "\u202f"
#: U+00A0 stands before the percent sign.
NO_BREAK = "\u00a0"


def grouped(number: int) -> str:
    """A whole number with thin spaces between thousands: `91 204`."""
    return f"{number:,}".replace(",", THIN)


def tenths(part: int, whole: int) -> int:
    """A share in tenths of a percent, rounded half up: 829 of 850 is 975. `whole` must not be 0.

    What is not complete never rounds to complete, nor a few to none: 90 999 of 91 000 is 999, 1 of 91 000 is 1.
    """
    rounded = (2000 * part + whole) // (2 * whole)
    if 0 < part < whole:
        return min(max(rounded, 1), 999)
    return rounded


def percent(part: int, whole: int) -> str:
    """A share in words of figures: `97.5 %`, `100 %`; an en dash when there is nobody to count."""
    if not whole:
        return "–"
    share = tenths(part, whole)
    return f"{share // 10}{NO_BREAK}%" if part in (0, whole) else f"{share // 10}.{share % 10}{NO_BREAK}%"
