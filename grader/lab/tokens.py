"""The tokens that auth.example.com gives to programs; api.example.com accepts them until they are revoked.

A token holds its own number, so that one which a cassette holds is still good in another process; only the
revoked ones are remembered. The first token of a client has the number 1: the same at every start.
"""

from grader.lab import credentials
from grader.lab.credentials import Account


class Tokens:
    """What both hosts know of the tokens."""

    def __init__(self) -> None:
        self._last = 0
        self._revoked: set[str] = set()

    def issue(self, client: Account) -> str:
        """Make a client's next token, one that is no revoked one.

        A notebook may well revoke a token of its cassette before this process has come to its number.
        """
        while True:
            self._last += 1
            made = credentials.numbered_token(client, self._last)
            if made not in self._revoked:
                return made

    def revoke(self, token: str) -> None:
        """Refuse this token from now on."""
        self._revoked.add(token)

    def holder(self, token: str) -> Account | None:
        """Return the client that holds this token, None if it is no good."""
        return None if token in self._revoked else credentials.find_client_token(token)
