"""Recording: run a notebook against the lab and keep what was said as its cassette."""

from grader.recording.record import RecordingFailed, record

__all__ = ["RecordingFailed", "record"]
