"""The stage: a loopback HTTP server with scripted answers, faults, and a log of every request."""

from grader.stage.answer import Answer
from grader.stage.exchange import Exchange
from grader.stage.stage import Route, Stage

__all__ = ["Answer", "Exchange", "Route", "Stage"]
