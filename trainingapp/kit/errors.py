"""What a rule may refuse, free of HTTP."""

from collections.abc import Mapping, Sequence

from trainingapp.kit.words import Sentence, say

#: What is wrong, in a row; or by the field that it belongs to, "" where it belongs to none.
Problems = Sequence[Sentence] | Mapping[str, Sentence | Sequence[Sentence]]


class DomainError(Exception):
    """A rule said no. The sentence is written for the person who asked."""

    sentence: Sentence = say("This cannot be done.")

    def __init__(self, sentence: Sentence | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class Absent(DomainError):
    """There is no such thing, or not for you: both look the same (trust rule 3)."""

    sentence = say("There is nothing here under this address, or nothing that you may see.")


class Refused(DomainError):
    """The request is understood and cannot be carried out as things stand."""


class Unfit(Refused):
    """What was asked for cannot be as it was said: `problems` are all the reasons, the first one is its sentence."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        first = next(iter(problems.values() if isinstance(problems, Mapping) else problems))
        super().__init__(first if isinstance(first, Sentence) else first[0])


class Conflict(DomainError):
    """Somebody else was faster, or the thing has changed since the page was opened."""

    sentence = say("This has changed since you opened the page. Look at it again before you go on.")


class Busy(DomainError):
    """The register is writing something long for somebody else."""

    sentence = say("The register is busy with a long recording. Nothing was changed: try again in a minute.")
