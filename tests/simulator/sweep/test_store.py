"""The store."""

from pathlib import Path

import pytest

from simulator import ScenarioError
from simulator.sweep import store as module
from simulator.sweep.store import Store, stamp, usual_place
from simulator.version import VERSION


def test_what_is_kept_is_found_to_the_last_bit(tmp_path: Path) -> None:
    figures = {"a": 0.1 + 0.2, "b": None, "c": 3}
    with Store(tmp_path / "deep" / "runs.sqlite") as store:
        store.keep({"x": figures, "y": {}})
    with Store(tmp_path / "deep" / "runs.sqlite") as again:
        assert dict(again.find(["x", "z"])) == {"x": figures}


def test_another_version_knows_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "s", "1") as old, Store(tmp_path / "s", "2") as new:
        old.keep({"x": {}})
        assert dict(new.find(["x"])) == {}
        assert dict(old.find(["x"])) == {"x": {}}


def test_many_hashes_are_asked_in_parts(tmp_path: Path) -> None:
    names = [str(number) for number in range(1201)]
    with Store(tmp_path / "s") as store:
        store.keep({name: {"n": int(name)} for name in names})
        assert {name: figures["n"] for name, figures in store.find(names)} == {
            name: int(name) for name in names
        }


def test_the_oldest_runs_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    with Store(tmp_path / "s") as store:
        store.keep({name: {} for name in "abc"})
    with Store(tmp_path / "s") as store:
        assert set(dict(store.find("abc"))) == {"b", "c"}


def test_a_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("this is no database, and long enough to be seen as none")
    for path in (tmp_path / "text", tmp_path):
        with pytest.raises(ScenarioError, match="--store must name a file for sweeps"):
            Store(path)


def test_the_version_has_a_fingerprint_of_the_code() -> None:
    assert stamp().startswith(f"{VERSION}+")
    assert len(stamp()) == len(VERSION) + 13


def test_the_environment_may_name_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWEEP_STORE", "here.sqlite")
    assert usual_place() == Path("here.sqlite")
    monkeypatch.delenv("SWEEP_STORE")
    monkeypatch.setenv("XDG_CACHE_HOME", "base")
    assert usual_place() == Path("base/cache-strategy-lab/sweeps.sqlite")
