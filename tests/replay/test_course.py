"""The course's own cassettes."""

import random
from itertools import groupby
from pathlib import Path

import pytest
import vcr
import yaml

from grader import paths
from grader.recording.secrets import refuse_secrets
from grader.replay.cassette import dump, load
from grader.replay.player import Player

CASSETTES = sorted(paths.cassettes().glob("*.yaml"))
each_cassette = pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)


@each_cassette
@pytest.mark.parametrize("seed", range(20))
def test_each_cell_has_its_recorded_answers_in_any_order_and_repeated(path: Path, seed):
    episodes = [list(group) for _, group in groupby(load(path), key=lambda one: one.cell)]
    player = Player(load(path))
    for episode in random.Random(seed).choices(episodes, k=3 * len(episodes)):
        player.begin(episode[0].cell, "")
        assert [player.answer(one.request) for one in episode] == [one.answer for one in episode]
        player.end(None)


@each_cassette
def test_it_is_as_recording_writes_it(path: Path):
    assert dump(load(path)) == path.read_text(encoding="utf-8")


@each_cassette
def test_it_holds_no_secret(path: Path):
    refuse_secrets(load(path))


@each_cassette
def test_stock_vcr_loads_it(path: Path):
    with vcr.use_cassette(str(path), record_mode="none") as tape:
        assert len(tape) == len(yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"])
