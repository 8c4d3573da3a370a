"""Why a recording stops, in one sentence for whoever maintains the notebook."""

from grader.errors import UserError


class RecordingFailed(UserError):
    """A notebook could not be recorded."""


class SecretFound(RecordingFailed):
    """A recording holds something that is no demonstration credential. It says where, never what."""
