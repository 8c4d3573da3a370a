"""The one exception that the user of a command is meant to read."""

from grader.typography import typeset


class UserError(Exception):
    """Something is not as a command needs it; the message is one French sentence: what is wrong, what to do.

    The command line prints it on stderr without a traceback and exits with code 2.
    """

    def _render_traceback_(self) -> list[str]:
        """Show the sentence alone in a notebook, too: IPython asks for it."""
        return [typeset(str(self))]
