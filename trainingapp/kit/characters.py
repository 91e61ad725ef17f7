"""Pure: which characters no text of the register may hold (trust rule 14)."""

import unicodedata


def is_hidden(character: str, *, lines: bool = False) -> bool:
    """Whether a character cannot be seen and can mislead: controls, direction overrides, zero-width spaces; or is half
    of one, which no file and no database can hold.

    The two joiners U+200C and U+200D are letters' business in Persian, Sinhala and Malayalam names, and stay.
    """
    if lines and character in "\r\n\t":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\u200c\u200d"


def has_hidden(text: str, *, lines: bool = False) -> bool:
    """Whether a text holds any of them."""
    return any(is_hidden(character, lines=lines) for character in text)


def shown(text: str) -> str:
    """The text with every hidden character written as its number, for whoever must find it."""
    return "".join(f"\\u{ord(one):04x}" if is_hidden(one) else one for one in text)
