"""A cassette cut into episodes: what each cell recorded."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from grader.replay.cassette import Interaction, digest
from grader.replay.episode import Follower
from grader.replay.http import Request
from grader.replay.matching import differences, matches

_LIKENESS = 0.5  # below this, two requests have nothing to do with each other


class Tape:
    """The episodes of one notebook, in the order in which they were recorded."""

    def __init__(self, interactions: Iterable[Interaction]) -> None:
        self._episodes: dict[str, list[Interaction]] = {}
        for interaction in interactions:
            self._episodes.setdefault(interaction.cell, []).append(interaction)

    def of_cell(self, cell_id: str | None, source: str) -> Follower | None:
        """Follow the episode of a cell: by its id, else by its source."""
        episode = self._episodes.get(cell_id or "") or self._with_source(source)
        return Follower(episode) if episode else None

    def beginning_with(self, request: Request) -> Follower | None:
        """Follow the first episode whose first request this is, else the first that holds it."""
        places = (
            (episode, index)
            for episode in self._episodes.values()
            for index, recorded in enumerate(episode)
            if matches(request, recorded.request)
        )
        # min keeps the first of equals, so the order of the recording decides.
        episode, index = min(places, key=lambda place: place[1] > 0, default=([], 0))
        return Follower(episode, index) if episode else None

    def nearest(self, request: Request) -> Interaction | None:
        """Return the recorded interaction whose request is most like this one, if any is."""
        recorded = [one for episode in self._episodes.values() for one in episode]
        best = max(recorded, key=lambda one: _likeness(request, one.request), default=None)
        return best if best and _likeness(request, best.request)[0] >= _LIKENESS else None

    def _with_source(self, source: str) -> list[Interaction] | None:
        wanted = digest(source)
        return next((e for e in self._episodes.values() if e[0].cell_source == wanted), None)


def _likeness(sent: Request, recorded: Request) -> tuple[float, int]:
    ratio = SequenceMatcher(None, str(sent), str(recorded), autojunk=False).ratio()
    return ratio, -len(differences(sent, recorded))
