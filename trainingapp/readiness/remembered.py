"""Pure: the newest answers of a process, so that a page opened by many is computed once per state of the register."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """At most so many answers by their key; the key must name everything the answer depends on."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._answers: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def __call__(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The answer that is known, or else computed now. Two that ask at once may both compute it."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = compute()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self.size:
                self._answers.popitem(last=False)
        return answer

    def forget(self) -> None:
        """Compute everything anew from here on."""
        with self._lock:
            self._answers.clear()
