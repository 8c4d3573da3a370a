"""The exporter of the feedback pages: a student's text is shown, whatever it holds."""

from html import escape

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter


class FeedbackExporter(HTMLExporter):
    """nbconvert's, with a page also where it cannot show a text (an image that was not pasted along…)."""

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Return a text as HTML, or as it was written where it refers to what is not there."""
        try:
            return super().markdown2html(context, source)
        except Exception:
            return f"<pre>{escape(source)}</pre>"
