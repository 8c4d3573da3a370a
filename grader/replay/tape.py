"""A cassette cut into episodes: what each cell recorded."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from grader.replay.cassette import Interaction, digest
from grader.replay.episode import Follower
from grader.replay.http import Request
from grader.replay.matching import differences, kind_of_body, matches

# Below these, two requests have nothing to do with each other (a mistyped host is close, another is not).
_LIKE_HOST = 0.8
_LIKE_PATH = 0.5
_LIKE_SOURCE = 0.6  # likewise for two cells


class Tape:
    """The episodes of one notebook, in the order in which they were recorded."""

    def __init__(self, interactions: Iterable[Interaction], sources: Mapping[str, str] | None = None) -> None:
        self._sources = sources or {}
        self._episodes: dict[str, list[Interaction]] = {}
        for interaction in interactions:
            self._episodes.setdefault(interaction.cell, []).append(interaction)

    def of_cell(self, cell_id: str | None, source: str) -> Follower | None:
        """Follow the episode of a cell: by its id, else by its source."""
        episode = self._episodes.get(cell_id or "") or self._with_source(source)
        return Follower(episode) if episode else None

    def like(self, source: str) -> list[Follower]:
        """Follow the episode of the lesson's cell that this source is most like: it may be an edited copy."""
        words = _words(source)
        known = {cell: text for cell, text in self._sources.items() if cell in self._episodes}
        likeness = {cell: _ratio(words, _words(text)) for cell, text in known.items()}
        nearest = max(likeness, key=likeness.__getitem__, default="")
        return [Follower(self._episodes[nearest])] if likeness.get(nearest, 0) >= _LIKE_SOURCE else []

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
        related = [one for one in recorded if _related(request, one.request)]
        return max(related, key=lambda one: _likeness(request, one.request), default=None)

    def _with_source(self, source: str) -> list[Interaction] | None:
        wanted = digest(source)
        return next((e for e in self._episodes.values() if e[0].cell_source == wanted), None)


def _related(sent: Request, recorded: Request) -> bool:
    return (
        _ratio(sent.host, recorded.host) >= _LIKE_HOST
        and _ratio(sent.parts.path, recorded.parts.path) >= _LIKE_PATH
    )


def _likeness(sent: Request, recorded: Request) -> tuple[float | bool, ...]:
    """Rank a neighbour: its host and path first, its method, its kind of body, then the details."""
    return (
        _ratio(sent.host, recorded.host),
        _ratio(sent.parts.path, recorded.parts.path),
        sent.method == recorded.method,
        kind_of_body(sent) == kind_of_body(recorded),
        -len(differences(sent, recorded)),
        _ratio(str(sent), str(recorded)),
    )


def _words(source: str) -> list[str]:
    return re.findall(r"\w+", source)


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
