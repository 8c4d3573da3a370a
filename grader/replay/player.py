"""Answering the requests of a running notebook: from its cassette, else live, else with an explanation."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from grader.replay import live, notes
from grader.replay.cassette import Interaction
from grader.replay.episode import Follower
from grader.replay.errors import NotRecorded
from grader.replay.http import Answer, Request
from grader.replay.tape import Tape


@dataclass
class Run:
    """One run of one cell, or a whole script where there are no cells."""

    in_cell: bool = False
    own: Follower | None = None  # what this very cell recorded
    source: str = ""  # of a cell that recorded nothing
    others: list[Follower] | None = None  # the episodes that its other requests led to
    live: list[Request] = field(default_factory=list)
    lost: list[NotRecorded] = field(default_factory=list)


class Player:
    """Serves a cassette to a notebook, whatever the order of its cells.

    Args:
        interactions: what was recorded.
        sources: the notebook's cells by id, as they were handed out.
    """

    def __init__(self, interactions: Iterable[Interaction], sources: Mapping[str, str] | None = None) -> None:
        self._tape = Tape(interactions, sources)
        self._live = live.LiveApi()
        self._run = Run()
        self._lock = threading.Lock()  # the threads of a cell share its run

    def begin(self, cell_id: str | None, source: str) -> None:
        """Rewind the episode of the cell that starts to run."""
        own = self._tape.of_cell(cell_id, source)
        self._run = Run(in_cell=True, own=own, source="" if own else source)

    def answer(self, request: Request) -> Answer:
        """Answer a request of the running cell; raise NotRecorded where there is no answer."""
        with self._lock:
            recorded = self._recorded(request)
            if recorded:
                self._live.remember(request)
                return recorded.answer
            if request.host in live.HOSTS:
                self._run.live.append(request)
                return self._live.answer(request)
            if got := request.method == "HEAD" and self._recorded(replace(request, method="GET")):
                return got.answer  # whose body no client reads
            self._run.lost.append(NotRecorded(request, self._tape.nearest(request)))
            raise self._run.lost[-1]

    def end(self, error: BaseException | None) -> None:
        """Say under the cell what its own output does not tell."""
        run, self._run = self._run, Run()
        hidden = [lost for lost in run.lost if lost is not error]
        notes.show(notes.about(run.live, hidden))

    def _recorded(self, request: Request) -> Interaction | None:
        """Find the recorded answer; what a trainee's own cell asks of the live API, it tells as it is now."""
        run = self._run
        is_live = request.host in live.HOSTS
        if is_live and any(not earlier.is_safe for earlier in run.live):
            return None
        if run.own and (found := run.own.play(request)):
            return found
        return None if is_live and run.in_cell else self._from_other_cells(request)

    def _from_other_cells(self, request: Request) -> Interaction | None:
        if self._run.others is None:
            self._run.others = self._tape.like(self._run.source)
        for follower in self._run.others:
            if found := follower.play(request):
                return found
        new = self._tape.beginning_with(request)
        if new is None:
            return None
        self._run.others.append(new)
        return new.play(request)
