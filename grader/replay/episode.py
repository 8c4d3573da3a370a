"""Following what one cell recorded, request by request."""

from collections.abc import Sequence

from grader.replay.cassette import Interaction
from grader.replay.http import Request
from grader.replay.matching import matches


class Follower:
    """A position in one episode.

    A request is answered by the next recorded one that matches it; where there is none, by the last one
    before. Among the requests still to come, those behind a change that has not been made again
    (a DELETE not sent yet) are only taken when nothing else matches: GET, GET, DELETE, GET then
    answers 200, 200, 204, 404 although only one GET was recorded before the DELETE.
    """

    def __init__(self, episode: Sequence[Interaction], start: int = 0) -> None:
        self._episode = episode
        self._position = start - 1
        self._played: set[int] = set()

    def play(self, request: Request) -> Interaction | None:
        """Return the interaction that answers this request, and move to it; None when none matches."""
        index = self._choose(request)
        if index is None:
            return None
        self._position = max(self._position, index)
        self._played.add(index)
        return self._episode[index]

    def _choose(self, request: Request) -> int | None:
        found = [i for i, recorded in enumerate(self._episode) if matches(request, recorded.request)]
        ahead = next((i for i in found if i > self._position), None)
        behind = next((i for i in reversed(found) if i <= self._position), None)
        if ahead is None or (behind is not None and self._skips_a_change(ahead)):
            return behind
        return ahead

    def _skips_a_change(self, index: int) -> bool:
        between = range(self._position + 1, index)
        return any(not self._episode[i].request.is_safe and i not in self._played for i in between)
