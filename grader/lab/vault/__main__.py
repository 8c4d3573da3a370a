"""Install OpenBao for the lab, without recording anything."""

import sys

from grader.errors import UserError
from grader.lab.vault.program import program
from grader.typography import typeset

try:
    program()
except UserError as error:
    sys.exit(typeset(str(error)))
