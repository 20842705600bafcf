"""Whether this process can show figures, for a monitor or a load balancer: /gezond.

`/_stcore/health` says that the server answers; this says that a build and the logbook can be read.
Codes only: no name of a gemeente, no path, no message of a fault.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from views import store


async def health(request: Request) -> JSONResponse:
    """200 where all that is there can be read, else 503."""
    found = await run_in_threadpool(store.condition)
    is_well = "unreadable" not in found.values()
    return JSONResponse(found, status_code=200 if is_well else 503)
