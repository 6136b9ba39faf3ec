"""The page before any script runs: pages are dressed, all else passes as it is."""

import asyncio
from pathlib import Path

import streamlit
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Route

from ui import shell

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
VISIT = {"accept": "text/html,application/xhtml+xml", "accept-encoding": "gzip"}


def index(_request):
    return FileResponse(INDEX)


def pieces(_request):
    return StreamingResponse(iter(["<html><he", "ad></he", "ad></html>"]), media_type="text/html")


def data(_request):
    return JSONResponse({"page": "</head>"}, headers={"ETag": "kept"})


def gone(_request):
    return HTMLResponse("<head></head>", status_code=404)


ROUTES = [Route(f"/{each.__name__}", each) for each in (index, pieces, data, gone)]
BARE = Starlette(routes=ROUTES)
DRESSED = Starlette(routes=ROUTES, middleware=[Middleware(shell.Shell), Middleware(GZipMiddleware)])


class Answer:
    """What an app sends back for one request."""

    def __init__(self):
        self.status, self.headers, self.content = 0, Headers(), b""

    async def take(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], Headers(raw=message["headers"])
        else:
            self.content += message.get("body", b"")

    @property
    def text(self):
        return self.content.decode()


def ask(path, headers, app=DRESSED, method="GET"):
    """Send one request to an app."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": raw}
    answer = Answer()

    async def receive():
        await asyncio.Event().wait()

    asyncio.run(app(scope | {"query_string": b""}, receive, answer.take))
    return answer


def test_streamlits_own_page_gets_our_title_style_and_scripts():
    answer = ask("/index", VISIT)
    head = answer.text.partition("</head>")[0]
    assert "<title>Cache Strategy Lab</title>" in head
    assert "#root .stMainBlockContainer" in head
    assert all(f'href="./static/js/{each}"' in head for each in shell.ahead())
    assert len(answer.content) == int(answer.headers["content-length"])
    assert "etag" not in answer.headers


def test_a_page_that_comes_in_pieces_is_dressed_once():
    text = ask("/pieces", VISIT).text
    assert text.startswith("<html><head>")
    assert text.count("<style>") == 1


def test_a_browser_that_has_the_page_still_gets_the_look():
    """What it remembers is as old as the file, the look may be newer."""
    tag = ask("/index", {}, BARE).headers["etag"]
    answer = ask("/index", VISIT | {"if-none-match": tag})
    assert answer.status == 200
    assert "#root .stMainBlockContainer" in answer.text


def test_what_is_no_page_passes_as_it_is():
    assert ask("/data", VISIT).text == '{"page":"</head>"}'
    assert ask("/data", VISIT).headers["etag"] == "kept"
    assert ask("/gone", VISIT).text == "<head></head>"
    assert "<style>" not in ask("/index", {"accept": "*/*"}).text
    assert ask("/index", VISIT, method="HEAD").status == 200


def test_every_kind_of_element_has_its_script():
    """A new release of Streamlit may rename them: then the list is brought up to date."""
    stems = {name.partition(".")[0] for name in shell.ahead()}
    assert set(shell.ELEMENTS) <= stems
