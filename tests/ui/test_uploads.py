"""Uploaded files: kept once each, the latest few."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from ui.uploads import KEPT, Uploads


class Upload(BytesIO):
    """What Streamlit hands over."""

    def __init__(self, number: int) -> None:
        super().__init__(f"content {number}".encode())
        self.file_id = f"id-{number}"
        self.name = f"../trace {number}.csv"


@pytest.fixture
def store() -> Iterator[Uploads]:
    """An empty one, removed in the end."""
    made = Uploads()
    yield made
    made.close()


def test_an_upload_is_written_once(store):
    """Asked for again it is the same file, although it has been read to its end."""
    upload = Upload(1)
    path = store.path_of(upload)
    assert store.path_of(upload) == path
    assert path.read_text() == "content 1"
    assert path.name == "_trace_1.csv"


def test_only_the_latest_are_kept(store):
    """The oldest file goes when one too many comes; one that was asked for lately stays."""
    paths = [store.path_of(Upload(number)) for number in range(KEPT)]
    store.path_of(Upload(0))
    store.path_of(Upload(KEPT))
    assert paths[0].exists()
    assert not paths[1].exists()
    assert len(list(paths[0].parent.parent.iterdir())) == KEPT
