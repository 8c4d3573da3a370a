"""nbgrader's settings for this course; they apply to every nbgrader command run from this folder."""

from grader.autograde import nbgrader_settings

c = get_config()  # noqa: F821 - traitlets provides it
c.merge(nbgrader_settings())
