"""Uploaded traces: kept as files on the server, the latest few, until the server ends."""

import re
import tempfile
from collections import OrderedDict
from functools import cache
from pathlib import Path
from shutil import rmtree
from threading import Lock
from typing import Any

KEPT = 8
"""So many uploads are kept; an older one must be uploaded again."""
PIECE_B = 1 << 20
LONGEST = 80
"""Letters of a file's name that are kept."""


class Uploads:
    """Files by the number that Streamlit gave an upload, in a folder that goes with the server."""

    def __init__(self) -> None:
        """Empty."""
        self.folder = tempfile.TemporaryDirectory(prefix="cache-lab-")
        self.files: OrderedDict[str, Path] = OrderedDict()
        self.lock = Lock()

    def path_of(self, upload: Any) -> Path:
        """The file that holds an upload."""
        with self.lock:
            known = self.files.get(upload.file_id)
            if known is None:
                known = self.files[upload.file_id] = self.write(upload)
            self.files.move_to_end(upload.file_id)
            while len(self.files) > KEPT:
                rmtree(self.files.popitem(last=False)[1].parent, ignore_errors=True)
            return known

    def close(self) -> None:
        """Remove everything; for the end of the server."""
        self.folder.cleanup()

    def write(self, upload: Any) -> Path:
        """Copy an upload piece by piece, under its own name in a folder of its own."""
        name = re.sub(r"[^A-Za-z0-9._-]+", "_", upload.name)[-LONGEST:].lstrip(".")
        path = Path(self.folder.name) / upload.file_id / (name or "trace")
        path.parent.mkdir()
        upload.seek(0)
        with path.open("wb") as file:
            while piece := upload.read(PIECE_B):
                file.write(piece)
        return path


@cache
def uploads() -> Uploads:
    """The one store of this server."""
    return Uploads()
