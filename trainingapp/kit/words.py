"""Pure: sentences for people, kept apart from the language they are read in.

A rule cannot know who will read what it says. It returns a `Sentence`: the English text with named places, and the
values for them. The edge that shows it asks the sentence to go through the reader's gettext.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Sentence:
    """A text for a person: an English template with `%(name)s` places, and what belongs in them.

    `str()` gives the English; `through(gettext)` the reader's language. A value may itself be a `Sentence`.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.through(lambda text: text)

    def __hash__(self) -> int:
        return hash((self.template, tuple(sorted((key, str(value)) for key, value in self.values.items()))))

    def through(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language of `gettext`."""
        translated = gettext(self.template)
        if not self.values:
            return translated.replace("%%", "%")
        shown = {k: v.through(gettext) if isinstance(v, Sentence) else v for k, v in self.values.items()}
        return translated % shown


def say(template: str, /, **values: object) -> Sentence:
    """A sentence: `say("Row %(row)s repeats row %(first)s.", row=9, first=3)`. Babel collects the template."""
    return Sentence(template, MappingProxyType(values))


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a marked text
    """Mark a text for translation where it cannot be translated yet."""
    return text
