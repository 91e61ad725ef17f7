"""Pure: what a State typed, kept apart from what it counts: erasing somebody takes the texts and leaves the figures."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

#: The keys under which somebody typed freely, and may have named a person.
TYPED: Final = frozenset({"signatory", "function", "caveats_text", "remark", "reason"})
#: What stands where a text was erased.
GONE: Final = "–"


def apart(whole: Mapping[str, Any]) -> tuple[str, str]:
    """As it is kept: everything but what was typed, and the texts in the order in which they stand."""
    texts: list[str] = []

    def take(text: str) -> str:
        texts.append(text)
        return ""

    bare = _walked(whole, take)
    return json.dumps(bare, ensure_ascii=False, sort_keys=True), json.dumps(texts, ensure_ascii=False)


def together(bare: str, texts: str) -> dict[str, Any]:
    """The whole again; with a dash for each text that was erased."""
    left, whole = _read(texts, []), _read(bare, {})
    found: dict[str, Any] = _walked(whole, lambda _empty: left.pop(0) if left else GONE)
    return found


def _read(text: str, otherwise: Any) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return otherwise


def _walked(value: Any, each: Callable[[str], str]) -> Any:
    # In the order of the keys, so that taking apart and putting together meet the same texts.
    if isinstance(value, Mapping):
        return {
            key: each(value[key]) if key in TYPED and isinstance(value[key], str) else _walked(value[key], each)
            for key in sorted(value)
        }
    if isinstance(value, list | tuple):
        return [_walked(one, each) for one in value]
    return value
