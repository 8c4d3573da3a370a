"""A real OpenBao, whose API is that of HashiCorp Vault, with the rows that lesson 05c reads."""

from grader.lab.vault.program import made_of
from grader.lab.vault.server import serving

__all__ = ["made_of", "serving"]
