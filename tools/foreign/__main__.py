"""Write the notebooks of every kind below the folder given."""

import sys
from pathlib import Path

from foreign.catalogue import KINDS
from foreign.writing import write

if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m foreign TARGET (in tools/)")
    for kind in KINDS:
        write(kind, Path(sys.argv[1]))
    print(f"{len(KINDS)} notebooks")
