"""QR codes: a link that a class reads off the projector."""

from functools import lru_cache

import segno
from segno.encoder import DataOverflowError


@lru_cache(maxsize=100)
def qr_svg(link: str) -> str | None:
    """The code as an SVG picture, dark on white with the quiet zone that cameras need.

    None where the link is longer than a code can hold, about 2,900 letters.
    """
    try:
        code = segno.make(link, micro=False, error="l")
    except DataOverflowError:
        return None
    return str(code.svg_inline(scale=4, border=4, dark="#000000", light="#ffffff"))
