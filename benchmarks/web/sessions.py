"""Many visitors over the dashboard's own protocol, without browsers: they would measure Chromium.

Each visitor opens a WebSocket, reads the page, and moves the TTL slider now and then. A move lasts
from the message that is sent until the server has told all that changed. Every visitor has a seed
of his own, so that nobody's runs are already known.
"""

import asyncio
import random
from typing import Any, NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

PATIENCE_S = 120
SLIDER = "TTL"


class Moves(NamedTuple):
    """Seconds that first pages and moves took, what went wrong, bytes received."""

    first_s: list[float]
    moves_s: list[float]
    errors: list[str]
    received_b: list[int]


class Visitor:
    """One session: what its controls show, and what the server has told it."""

    def __init__(self, seed: int, noted: Moves) -> None:
        """Not connected yet."""
        self.query, self.noted = f"seed={seed}", noted
        self.random = random.Random(seed)
        self.slider: Any = None
        self.value = ""

    async def stay(self, host: str, until_s: float, think_s: float) -> None:
        """Come, move the slider until it is time to go."""
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(self.random.uniform(0, think_s))
        where = f"ws://{host}/_stcore/stream"
        async with connect(
            where, subprotocols=["streamlit"], max_size=None, origin=f"http://{host}"
        ) as self.socket:
            self.noted.first_s.append(await self.run())
            while clock() < until_s:
                await asyncio.sleep(self.random.uniform(0.5, 1.5) * think_s)
                others = [each for each in self.slider.options if each != self.value]
                self.value = self.random.choice(others)
                self.noted.moves_s.append(await self.run())

    async def run(self) -> float:
        """Ask for the page with the slider where it stands; seconds until all has been told."""
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_name = "playground"
        if self.slider:
            state = asked.rerun_script.widget_states.widgets.add(id=self.slider.id)
            state.string_array_value.data.append(self.value)
        clock = asyncio.get_running_loop().time
        began_s = clock()
        await self.socket.send(asked.SerializeToString())
        while not self.hear(await asyncio.wait_for(self.socket.recv(), PATIENCE_S)):
            pass
        return clock() - began_s

    def hear(self, raw: bytes) -> bool:
        """Take one message; is it the last one of a page run?"""
        self.noted.received_b.append(len(raw))
        told = ForwardMsg.FromString(raw)
        kind = told.WhichOneof("type")
        if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            self.take(told.delta.new_element)
        return kind == "script_finished"

    def take(self, element: Any) -> None:
        """Note the slider, and what a page says when something went wrong."""
        kind = element.WhichOneof("type")
        if kind == "slider" and element.slider.label == SLIDER:
            self.slider = element.slider
        elif kind == "exception":
            self.noted.errors.append(element.exception.message)
        elif kind == "alert":
            self.noted.errors.append(element.alert.body)


async def visited(host: str, sessions: int, minutes: float, think_s: float) -> Moves:
    """So many visitors for so long."""
    noted = Moves([], [], [], [])
    until_s = asyncio.get_running_loop().time() + minutes * 60
    visitors = [Visitor(1000 + number, noted) for number in range(sessions)]
    stays = (visitor.stay(host, until_s, think_s) for visitor in visitors)
    left = await asyncio.gather(*stays, return_exceptions=True)
    noted.errors.extend(repr(each) for each in left if each is not None)
    return noted
