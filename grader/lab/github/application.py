"""The service as a whole."""

from flask import Flask

from grader.lab.github import answering, issues, organisation
from grader.lab.github.recordings import PACKAGE, SCENARIOS

MADE_OF = (
    f"recordings of api.github.com published in npm {PACKAGE} ({', '.join(SCENARIOS)}), "
    "for the rest a stand-in (grader/lab/github)"
)


def create_app() -> Flask:
    """Build the service with its opening rows; two applications share nothing."""
    app = Flask(__name__, static_folder=None)
    for part in (organisation, issues):
        app.register_blueprint(part.pages)
    answering.set_up(app)
    return app
