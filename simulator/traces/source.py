"""A trace file as a stream of bytes: decompressed by its content, read once, in small pieces."""

import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from backports import zstd

from simulator.traces.errors import MALFORMED_LIMIT, Faults, TraceError

OPENERS: dict[bytes, tuple[str, Callable[[Any], Any]]] = {
    b"\x1f\x8b": ("gzip", gzip.open),
    b"\xfd7zXZ\x00": ("xz", lzma.open),
    b"\x28\xb5\x2f\xfd": ("zstd", zstd.open),
}
"""Compressions by the bytes that their files begin with."""
BROKEN = (EOFError, OSError, lzma.LZMAError, zlib.error, zstd.ZstdError)
HEAD_B = 1 << 16
"""So much of a file decides its format."""
PIECE_B = 1 << 20
"""Bytes read at a time."""
LONGEST_B = 1 << 22
"""A longer line is no line."""


class Source:
    """One file that is read as a trace, and what is wrong with its lines."""

    def __init__(
        self, path: Path, columns: str | None = None, malformed_limit: int = MALFORMED_LIMIT
    ) -> None:
        """`columns` says which column is what, where the format leaves it open."""
        self.path, self.columns = path, columns
        self.faults = Faults(malformed_limit)
        self.on_progress: Callable[[float], None] = lambda _: None

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The decompressed content; raises TraceError with one sentence."""
        raw: Any = None
        try:
            with self.path.open("rb") as raw:
                self.raw = raw
                yield self.unpacked(raw)
        except BROKEN as error:
            raise TraceError(self.explain(error, raw)) from None

    def unpacked(self, raw: Any) -> IO[bytes]:
        """The stream through the decompression that its first bytes call for."""
        start = raw.read(8)
        raw.seek(0)
        fitting = (opener for magic, (_, opener) in OPENERS.items() if start.startswith(magic))
        opener = next(fitting, None)
        return raw if opener is None else opener(raw)  # type: ignore[no-any-return]

    def explain(self, error: BaseException, raw: Any) -> str:
        """Why the file cannot be read."""
        if raw is None:
            reason = getattr(error, "strerror", None) or error
            return f"{self.path.name} cannot be opened ({reason}); check the path"
        with self.path.open("rb") as file:
            start = file.read(8)
        names = [name for magic, (name, _) in OPENERS.items() if start.startswith(magic)]
        kind = names[0] if names else "readable"
        reason = str(error).rstrip(".").replace("\n", " ") or type(error).__name__
        return f"{self.path.name} is not a whole {kind} file ({reason}); get another copy"

    def share(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return float(min(1.0, self.raw.tell() / max(1, self.path.stat().st_size)))

    def head(self) -> bytes:
        """The first bytes of the content."""
        with self.opened() as stream:
            return read_fully(stream, HEAD_B)

    def pieces(self, size_b: int = PIECE_B) -> Iterator[bytes]:
        """The content in pieces, all but the last of this size; tells the share that is read."""
        with self.opened() as stream:
            while piece := read_fully(stream, size_b):
                yield piece
                self.on_progress(self.share())

    def texts(self) -> Iterator[tuple[int, bytes]]:
        """Whole lines in pieces, each with the number of its first line; ends with a line end."""
        number, rest = 1, b""
        for piece in self.pieces():
            text, rest = cut(rest + piece)
            if text:
                yield number, text
                number += text.count(b"\n")
            if len(rest) > LONGEST_B:
                raise TraceError(
                    f"{self.path.name}: a line must be shorter than {LONGEST_B:,} bytes, line "
                    f"{number:,} is longer; choose another format or file"
                )
        if rest:
            yield number, rest + b"\n"

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Lines that are not blank, with their numbers."""
        for first, text in self.texts():
            for number, line in enumerate(io.BytesIO(text), first):
                stripped = line.strip()
                if stripped:
                    yield number, stripped


def read_fully(stream: IO[bytes], size_b: int) -> bytes:
    """So many bytes, fewer only at the end."""
    parts, missing_b = [], size_b
    while missing_b and (part := stream.read(missing_b)):
        parts.append(part)
        missing_b -= len(part)
    return b"".join(parts)


def cut(text: bytes) -> tuple[bytes, bytes]:
    """A text's whole lines, and what is left after the last line end."""
    end = text.rfind(b"\n") + 1
    return text[:end], text[end:]
