"""The README tells the truth: its command prints what stands below it."""

import shlex
from pathlib import Path

import pytest

from simulator.__main__ import main

README = Path(__file__).parents[1] / "README.md"


def first_result() -> list[str]:
    """The lines of the block between the two marks."""
    text = README.read_text(encoding="utf-8")
    block = text.split("<!-- first-result:start -->")[1].split("<!-- first-result:end -->")[0]
    return [line for line in block.splitlines() if line and not line.startswith("```")]


def test_the_first_result_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    """Every line of the README's example is a line of the command's output, in the same order."""
    command, *promised = first_result()
    arguments = shlex.split(command)
    assert main(arguments[arguments.index("simulator") + 1 :]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in printed if line in promised] == promised
    assert len(promised) > 1
