"""The posts of the intranet's journal: `GET /posts` with `page` and `limit`, `GET /posts/<id>`."""

from dataclasses import asdict, dataclass

from flask import Blueprint, Response, jsonify

from grader.lab.api import reading
from grader.lab.api.problems import refuse

_LARGEST_PAGE = 100

pages = Blueprint("posts", __name__)


@dataclass(frozen=True)
class Post:
    """One post, in the order in which the API shows the fields; the author is a user's id."""

    id: int
    title: str
    author: int
    published_at: str


_POSTS = (
    Post(1, "Coupure électrique samedi de 6 h à 8 h", 105, "2026-01-05T09:00:00Z"),
    Post(2, "Nouvelle imprimante au deuxième étage", 109, "2026-01-06T09:00:00Z"),
    Post(3, "Le VPN change d'adresse", 101, "2026-01-07T09:00:00Z"),
    Post(4, "Renouvellement des certificats : c'est fait", 101, "2026-01-08T09:00:00Z"),
    Post(5, "Astreinte de février : les volontaires", 112, "2026-01-09T09:00:00Z"),
)


@pages.get("/posts")
def list_posts() -> Response:
    """Answer one page of the posts."""
    page = reading.integer("page", default=1, maximum=1_000_000)
    limit = reading.integer("limit", default=10, maximum=_LARGEST_PAGE)
    rows = _POSTS[(page - 1) * limit : page * limit]
    return jsonify(data=[asdict(post) for post in rows], page=page, limit=limit, total=len(_POSTS))


@pages.get("/posts/<int:post_id>")
def show_post(post_id: int) -> Response:
    """Answer one post."""
    found = next((post for post in _POSTS if post.id == post_id), None)
    return jsonify(asdict(found or refuse(404, f"Aucun article ne porte l'identifiant {post_id}.")))
