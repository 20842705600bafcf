"""One fictional workspace for all tests of this folder."""

from pathlib import Path

import pytest

from demo.settings import Settings
from demo.workspace import PlantedFaults, write_workspace

Written = tuple[Path, Settings, PlantedFaults]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Write the default gemeente: folder, settings, planted faults."""
    folder = tmp_path_factory.mktemp("demo") / "gemeente"
    settings = Settings()
    return folder, settings, write_workspace(folder, settings)
