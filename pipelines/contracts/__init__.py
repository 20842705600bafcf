"""What a gemeente may deliver, why a row is set aside, and what must never enter: loaded from the
YAML beside this file.
"""

from pipelines.contracts.model import (
    Column,
    Contract,
    Guards,
    Kind,
    Reasons,
    contract,
    guards,
    reasons,
)

__all__ = ["Column", "Contract", "Guards", "Kind", "Reasons", "contract", "guards", "reasons"]
