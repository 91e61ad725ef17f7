"""Pure: why somebody may not stand on a rotation's roll. Rooms above add to the list; this room and whoever reads
nominal rolls ask it."""

from collections.abc import Callable, Mapping

from trainingapp.kit.words import Sentence

#: A rotation's key -> the persons who stay off its roll, by their keys, each with why. One statement each.
GUARDS: list[Callable[[int], Mapping[int, Sentence]]] = []


def kept_out(rotation_id: int) -> Mapping[int, Sentence]:
    """Who may not be put on a rotation's roll, and why. One statement for each guard."""
    found: dict[int, Sentence] = {}
    for guard in GUARDS:
        found |= guard(rotation_id)
    return found
