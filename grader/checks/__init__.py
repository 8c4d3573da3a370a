"""Checks: pytest functions that judge a question, and what came of them."""

from grader.checks.question import question

__all__ = ["question"]
