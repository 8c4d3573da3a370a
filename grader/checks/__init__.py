"""Checks: pytest functions that judge a question, and what came of them."""

from grader.checks.choice import choice, right, wrong
from grader.checks.question import question

__all__ = ["choice", "question", "right", "wrong"]
