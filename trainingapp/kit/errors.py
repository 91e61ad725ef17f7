"""What a rule may refuse, free of HTTP."""

from trainingapp.kit.words import Sentence, say


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


class Conflict(DomainError):
    """Somebody else was faster, or the thing has changed since the page was opened."""

    sentence = say("This has changed since you opened the page. Look at it again before you go on.")


class Busy(DomainError):
    """The register is writing something long for somebody else."""

    sentence = say("The register is busy with a long recording. Nothing was changed: try again in a minute.")
