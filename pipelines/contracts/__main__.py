"""`python -m pipelines.contracts`: write docs/data-contract.md from the contract itself."""

from pathlib import Path

from pipelines.contracts.document import contract_document

TARGET = Path(__file__).parents[2] / "docs" / "data-contract.md"

if __name__ == "__main__":
    TARGET.write_text(contract_document(), encoding="utf-8")
