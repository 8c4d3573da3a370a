"""Recording: run a notebook against the lab and keep what was said as its cassette."""

from grader.recording.errors import RecordingFailed
from grader.recording.record import record

__all__ = ["RecordingFailed", "record"]
