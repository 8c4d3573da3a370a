"""A real Prometheus: a kept history, alerts evaluated on live targets, and a clock that stands still."""

from grader.lab.prometheus.launcher import serving
from grader.lab.prometheus.programs import made_of

__all__ = ["made_of", "serving"]
