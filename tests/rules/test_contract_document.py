"""docs/data-contract.md says exactly what the contract in the code says."""

from pathlib import Path

from pipelines.contracts.document import contract_document

DOCUMENT = Path(__file__).parents[2] / "docs" / "data-contract.md"


def test_the_document_is_the_contract() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == contract_document(), (
        "run: python -m pipelines.contracts"
    )
