"""What the web server gets besides the pages: plotly.js, from the installed package.

Importing `app.py` as a server also tells Streamlit, before the first visitor comes, that the
folder `pages/` has no meaning of its own: else the first visitor of a page's own address would
see that page alone, without frame and menu.
"""

import gc
import gzip
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

import ui
from charts.library import SCRIPT_ADDRESS, script
from ui.advices import bureau
from ui.desk import desk
from ui.shell import Shell
from ui.stage import stage
from ui.sweeps import office
from ui.uploads import uploads

A_YEAR = "public, max-age=31536000, immutable"


def parts() -> dict[str, Any]:
    """What the app is made with: its own addresses, and what is done when it ends."""
    PagesManager.uses_pages_directory = False
    routes = [Route(f"/{SCRIPT_ADDRESS}", plotly_js)]
    return {"routes": routes, "middleware": [Middleware(Shell)], "lifespan": lifespan}


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """The first visitor finds all at hand; worker processes and files end with the server."""
    desk().wake()
    load()
    yield
    if desk.cache_info().currsize:
        desk().close()
    if stage.cache_info().currsize:
        stage().close()
    if bureau.cache_info().currsize:
        bureau().close()
    if office.cache_info().currsize:
        office().close()
    if uploads.cache_info().currsize:
        uploads().close()


def load() -> None:
    """Whatever a page may import, kept out of the searches for garbage from here on."""
    for module in pkgutil.iter_modules(ui.__path__):
        import_module(f"ui.{module.name}")
    packed()
    gc.collect()
    gc.freeze()


async def plotly_js(_request: Request) -> Response:
    """The chart library, packed once; its address has its version, so browsers may keep it."""
    headers = {"Content-Encoding": "gzip", "Cache-Control": A_YEAR}
    return Response(packed(), media_type="text/javascript", headers=headers)


@cache
def packed() -> bytes:
    """The script in a third of its size."""
    return gzip.compress(script())
