"""What a page hands out: material in, file out. One file a format in `export/formats`."""

from export.material import Material, Question, Run, Words
from export.shelf import Format, offered

__all__ = ["Format", "Material", "Question", "Run", "Words", "offered"]
