"""The users of api.example.com, kept in memory: the same at every start, whatever the clock says."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from grader.lab.api.clock import minute
from grader.lab.api.people import FIRST_ID, PEOPLE


@dataclass(frozen=True)
class User:
    """One user, in the order in which the API shows the fields."""

    id: int
    name: str
    email: str
    active: bool
    created_at: str


class Users:
    """The table of users; every creation takes one minute of the API's own clock."""

    def __init__(self) -> None:
        self._next_id = FIRST_ID
        self._rows: dict[int, User] = {}
        for name, address, active in PEOPLE:
            self.create({"name": name, "email": f"{address}@example.com", "active": active})

    def all(self, active: bool | None = None) -> list[User]:
        """Return the users by id, only the (in)active ones if `active` is given."""
        return [user for user in self._rows.values() if active is None or user.active == active]

    def get(self, user_id: int) -> User | None:
        """Return a user, or None."""
        return self._rows.get(user_id)

    def owner_of(self, email: str) -> User | None:
        """Return the user who has this e-mail address, or None."""
        return next((user for user in self._rows.values() if user.email == email), None)

    def create(self, fields: dict[str, Any]) -> User:
        """Add a user under the next id."""
        user = User(id=self._next_id, created_at=minute(self._next_id - FIRST_ID), **fields)
        self._rows[user.id] = user
        self._next_id += 1
        return user

    def change(self, user: User, fields: dict[str, Any]) -> User:
        """Give these fields new values."""
        self._rows[user.id] = replace(user, **fields)
        return self._rows[user.id]

    def delete(self, user: User) -> None:
        """Remove a user."""
        del self._rows[user.id]


def shown(user: User) -> dict[str, Any]:
    """Return the user as the API shows it."""
    return asdict(user)
