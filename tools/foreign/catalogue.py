"""All kinds, registered by importing the modules that hold them."""

from foreign import converters, editors, files, habits, merged, moved, services
from foreign.kind import KINDS

__all__ = ["KINDS", "converters", "editors", "files", "habits", "merged", "moved", "services"]
