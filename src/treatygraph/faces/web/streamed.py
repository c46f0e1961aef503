"""An answer that is sent as it is made: what goes wrong in the middle of it is one line of the log.

Nothing can be told to the client any more: the answer ends without its last chunk, by which it is seen to be broken.
"""

from __future__ import annotations

import logging

from starlette.responses import StreamingResponse
from starlette.types import Send

from treatygraph.errors import TreatygraphError

_log = logging.getLogger("treatygraph.server")


class Streamed(StreamingResponse):
    """A streaming answer that breaks off where it cannot be made to its end."""

    async def stream_response(self, send: Send) -> None:
        """Send what is made."""
        try:
            await super().stream_response(send)
        except TreatygraphError as error:
            _log.error("answer broken off", extra={"fields": {"error": f"{type(error).__name__}: {error}"}})
