"""The page that a browser is given before any script runs: Streamlit's own, with our look in it.

Streamlit fetches the code of a kind of element when the first such element comes, and a style
only with the page's first run. Until then boxes stand in for elements and all is laid out as if
there were no style; then things jump, also from under a finger. So the style stands in the page
itself, and the code of the elements in use is fetched along with the rest.
"""

import re
from functools import cache
from html import escape
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.frame import TITLE

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
ELEMENTS = (
    *("BidiComponent", "Button", "ButtonGroup", "Checkbox", "DownloadButton", "FileUploader"),
    *("Html", "LinkButton", "Metric", "PageLink", "Progress", "Selectbox", "Slider", "TextInput"),
)
"""First words of the scripts that pages need at once; one that is missing is not fetched ahead."""
NEEDS = re.compile(r'(?:from|import)\s*["`\']\./([\w.-]+\.js)["`\']')


class Shell:
    """Puts the look into pages on their way out; hands on all else as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if is_visit(scope):
            await self.app(unpacked(scope), receive, Dressing(send))
        else:
            await self.app(scope, receive, send)


class Dressing:
    """Sends an answer on; a page is held back until it is whole, and dressed."""

    def __init__(self, send: Send) -> None:
        self.send, self.page = send, b""
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        """Take one part of the answer."""
        if message["type"] == "http.response.start" and is_page(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.page += message.get("body", b"")
            if not message.get("more_body"):
                await self.finish(self.start)

    async def finish(self, start: Message) -> None:
        """Send the whole page; its marks of age are those of the file, not of the look."""
        page, headers = dressed(self.page), MutableHeaders(raw=list(start["headers"]))
        headers["Content-Length"] = str(len(page))
        for name in ("ETag", "Last-Modified"):
            del headers[name]
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": page})


def is_visit(scope: Scope) -> bool:
    """Does a person's browser ask for a page?"""
    is_get = scope["type"] == "http" and scope["method"] == "GET"
    return is_get and "text/html" in Headers(scope=scope).get("accept", "")


def unpacked(scope: Scope) -> Scope:
    """The same request, but the answer is to come whole and as it is."""
    unwanted = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
    return {**scope, "headers": [each for each in scope["headers"] if each[0] not in unwanted]}


def is_page(start: Message) -> bool:
    """Is this the beginning of a page, and not of a download or an error?"""
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == HTTPStatus.OK and kind.startswith("text/html")


def dressed(page: bytes) -> bytes:
    """A page with the title, the style and what to fetch ahead."""
    named = re.sub(rb"<title>.*?</title>", f"<title>{escape(TITLE)}</title>".encode(), page)
    return named.replace(b"</head>", look() + b"</head>", 1)


@cache
def look() -> bytes:
    """What goes into the head of every page."""
    links = [f'<link rel="modulepreload" crossorigin href="./static/js/{e}">' for e in ahead()]
    style = files("ui").joinpath("frame.css").read_text("utf-8")
    return "\n".join([*links, f"<style>{style}</style>", ""]).encode()


def ahead() -> list[str]:
    """The scripts of the elements in use, and the scripts that those need."""
    found: list[str] = []
    waiting = [path.name for kind in ELEMENTS for path in SCRIPTS.glob(f"{kind}.*.js")]
    while waiting:
        name = waiting.pop(0)
        if name not in found and (SCRIPTS / name).exists():
            found.append(name)
            waiting += NEEDS.findall((SCRIPTS / name).read_text("utf-8"))
    return found
