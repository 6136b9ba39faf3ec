"""Looking for what dead runs have left, and removing it, from outside of an event loop."""

import asyncio

from live.leftovers import Leftovers, find, remove
from live.places import Places
from live.setting import reached


def found_in(places: Places) -> Leftovers:
    """What runs older than an hour have left there; raises LiveError."""
    return asyncio.run(looked_for(places, take_away=False))


def clean(places: Places) -> Leftovers:
    """The same, and it is removed."""
    return asyncio.run(looked_for(places, take_away=True))


async def looked_for(places: Places, *, take_away: bool) -> Leftovers:
    """What was found, removed if told to."""
    async with reached(places) as (client, engine):
        found = await find(client, engine)
        if take_away:
            await remove(client, engine, found)
        return found
