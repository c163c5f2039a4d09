"""Names of code: what readings of instruments depend on, beside what is read."""

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["instrument_code"]

PACKAGE = Path(__file__).parent.parent
SHARED = ("instruments/_*.py", "measures/_*.py")
"""What every instrument may use."""
ELECTIONS = ("observers/*.py", "experiments/_elections.py")
"""What simulated returns depend on."""


@cache
def instrument_code(name: str) -> str:
    """Hash of the code of an instrument, or of the simulated elections if the name is empty."""
    patterns = (f"instruments/{name}.py", *SHARED) if name else ELECTIONS
    said = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(PACKAGE.glob(pattern)):
            said.update(path.name.encode() + path.read_bytes())
    return said.hexdigest()[:24]
