"""The one way to make a key of a cache: words with colons between, each of them escaped."""

import json
from urllib.parse import quote


def cache_key(*parts: object, **named: object) -> str:
    """A key such as `product:17` or `search:shoes:page=2`.

    Named parts come in the order of their names. Colons and the like in a part are escaped, and a
    string that looks like a number gets quotes, so that no two keys meet.
    """
    words = [word(part) for part in parts]
    words += [f"{name}={word(part)}" for name, part in sorted(named.items())]
    return ":".join(words)


def word(part: object) -> str:
    """A part as a word without colons, equals signs and blanks."""
    text = part if isinstance(part, str) and not is_json(part) else json.dumps(part, default=str)
    return quote(text, safe="")


def is_json(text: str) -> bool:
    """Would the text be taken for a number, a list or the like?"""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
