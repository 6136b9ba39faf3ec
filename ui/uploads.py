"""Uploaded traces: kept as files on the server, the latest few, until the server ends."""

import tempfile
from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

KEPT = 8
"""So many uploads are kept; an older one must be uploaded again."""
PIECE_B = 1 << 20


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
                self.files.popitem(last=False)[1].unlink(missing_ok=True)
            return known

    def close(self) -> None:
        """Remove everything; for the end of the server."""
        self.folder.cleanup()

    def write(self, upload: Any) -> Path:
        """Copy an upload into the folder, piece by piece, under a name of our own."""
        path = Path(self.folder.name) / f"upload-{len(self.files)}-{upload.file_id}"
        upload.seek(0)
        with path.open("wb") as file:
            while piece := upload.read(PIECE_B):
                file.write(piece)
        return path


@cache
def uploads() -> Uploads:
    """The one store of this server."""
    return Uploads()
