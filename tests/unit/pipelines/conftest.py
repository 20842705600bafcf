"""What the tests of the pipelines share."""

import pytest

from pipelines.fetch import all_sources
from pipelines.fetch.services import services
from tests.unit.pipelines.open_data_server import serving


@pytest.fixture
def service(monkeypatch):
    """The server, and manners that do not make the tests wait."""
    quick = services().manners.model_copy(
        update={
            "seconds_between_requests": 0,
            "backoff_factor_seconds": 0,
            "seconds_before_giving_up": 0.5,
            "seconds_for_a_whole_answer": 2,
            "tries": 3,
        }
    )
    monkeypatch.setattr(
        all_sources, "services", lambda: services().model_copy(update={"manners": quick})
    )
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as found:
        monkeypatch.setenv("WIJKPULS_FETCH_FROM", found.url)
        yield found
