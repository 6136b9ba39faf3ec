"""A spare Redis of our own: a child process that may be paused, killed and started again."""

import asyncio
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from time import monotonic

from redis.asyncio import Redis
from redis.exceptions import RedisError

from live.errors import LiveError
from live.leftovers import result
from live.names import RunName
from live.places import Places, folder, remove_folder

PROGRAM, HOST = "redis-server", "127.0.0.1"
KEEPER = "keeper"
"""Who opens a shut server again."""
PATIENCE_S = 5.0
POLL_S = 0.01


class SpareRedis:
    """One `redis-server` on a free local port, without persistence: a restart is a cold one."""

    def __init__(self, folder: str, program: str) -> None:
        """Not running yet."""
        self.folder, self.program = folder, program
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"redis://{HOST}:{self.port}/0"

    @property
    def runs(self) -> bool:
        """Is there a process?"""
        return self.process is not None and self.process.poll() is None

    async def start(self) -> None:
        """Run it unless it runs, and wait until it answers; raises LiveError."""
        if self.runs:
            return
        options = {"port": self.port, "bind": HOST, "save": "", "dir": self.folder}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self.process = subprocess.Popen(  # noqa: ASYNC220, S603 - it starts at once, and is ours
            [*tied_to_us(), self.program, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        await self.answers()

    async def answers(self) -> None:
        """Wait until it answers; raises LiveError."""
        until_s = monotonic() + PATIENCE_S
        async with Redis(host=HOST, port=self.port) as client:
            while monotonic() < until_s:
                try:
                    await client.ping()
                except (RedisError, OSError):
                    await asyncio.sleep(POLL_S)
                else:
                    return
        raise LiveError(f"the spare redis-server did not answer within {PATIENCE_S:g} s; try again")

    def pause(self) -> None:
        """It hangs: it takes connections and answers nothing."""
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        """It goes on where it was."""
        self.signal(signal.SIGCONT)

    async def shut(self) -> None:
        """It refuses every command of clients, and keeps what it holds."""
        async with Redis(host=HOST, port=self.port) as client:
            await result(client.acl_setuser(KEEPER, True, True, categories=["+@all"], keys=["*"]))
            await result(client.acl_setuser("default", True, True, categories=["-@all"]))

    async def unshut(self) -> None:
        """It takes commands again."""
        async with Redis(host=HOST, port=self.port, username=KEEPER, password=KEEPER) as client:
            await result(
                client.acl_setuser("default", True, True, categories=["+@all"], keys=["*"])
            )

    def kill(self) -> None:
        """It is gone, and all it held."""
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    async def restart(self) -> None:
        """Gone, and back with nothing in it."""
        self.kill()
        await self.start()

    def signal(self, kind: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.process is not None and self.runs:
            self.process.send_signal(kind)


def tied_to_us() -> list[str]:
    """The words before a command that end it when this process dies, where there are such."""
    tool = shutil.which("setpriv")
    return [tool, "--pdeathsig", "KILL", "--"] if tool else []


def is_installed() -> bool:
    """Can there be a spare one?"""
    return shutil.which(PROGRAM) is not None


@asynccontextmanager
async def spare_redis() -> AsyncIterator[SpareRedis]:
    """A running spare until the block ends; raises LiveError where there is no `redis-server`."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise LiveError("redis-server must be on the path for a spare one; install it")
    name = RunName.new().table
    folder(name).mkdir(mode=0o700)
    spare = SpareRedis(str(folder(name)), program)
    try:
        await spare.start()
        yield spare
    finally:
        spare.kill()
        remove_folder(name)


@asynccontextmanager
async def housed(places: Places) -> AsyncIterator[tuple[Places, SpareRedis | None]]:
    """Where a run takes place, with a spare running if it asks for one; raises LiveError."""
    if not places.spare:
        yield places, None
        return
    async with spare_redis() as spare:
        yield replace(places, redis=spare.url, spare=False), spare


def free_port() -> int:
    """A local port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
