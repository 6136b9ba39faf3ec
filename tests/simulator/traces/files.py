"""Files that tests read as traces, and what is found in them."""

from pathlib import Path

from simulator.recording.recording import Recording, record

DATA = Path(__file__).parent / "data"


def sample(name: str) -> Recording:
    """One of the samples, read."""
    return record(str(DATA / name))


def written(folder: Path, content: bytes | str, name: str = "some.file") -> str:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def keys(recording: Recording) -> list[int]:
    """The keys in file order."""
    return [int(key) for key in recording.keys.whole()]


def instants_s(recording: Recording) -> list[float]:
    """The instants since the first one."""
    assert recording.at_ns is not None
    return [float(at) / 1e9 for at in recording.at_ns.whole()]


def operations(recording: Recording) -> dict[str, int]:
    """How many of each there are, those that do occur."""
    return {word: n for word, n in recording.operations.items() if n}
