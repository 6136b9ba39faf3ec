"""Starts the catalogue: `python -m catalog`, as the environment says."""

import argparse
import asyncio
import sys

import uvicorn

from catalog.service import create_app
from live.errors import LiveError
from live.places import Places
from live.setting import reached

BAD_INPUT = 2


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; answers the exit status."""
    top = argparse.ArgumentParser(prog="python -m catalog", description=__doc__)
    top.add_argument("--host", default="127.0.0.1", help="default: this machine only")
    top.add_argument("--port", type=int, default=8000)
    given = top.parse_args(arguments)
    try:
        app = create_app()
        asyncio.run(tried(Places.from_environment()))
    except LiveError as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT
    print(f"The catalogue is at http://{given.host}:{given.port}/docs", file=sys.stderr)
    uvicorn.run(app, host=given.host, port=given.port, log_level="warning")
    return 0


async def tried(places: Places) -> None:
    """Raise LiveError where one of the servers cannot be used."""
    async with reached(places):
        pass


if __name__ == "__main__":
    sys.exit(main())
