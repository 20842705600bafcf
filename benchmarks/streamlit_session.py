"""One visitor of the dashboard without a browser: a real session over a real WebSocket.

It speaks Streamlit's own protocol: it asks for a run of the script as a browser does after every
tap, and reads what comes back until the run is over. Widgets are found by the key that the screen
gave them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

LARGEST_MESSAGE = 64 * 2**20


class RunFailedError(Exception):
    """The script stopped with a fault, or the screen says that a part cannot be shown."""


class StreamlitSession:
    """`async with StreamlitSession(address, page, query) as session: await session.run()`"""

    def __init__(self, address: str, page: str, query: str = "") -> None:
        self.address = address.replace("http", "ws", 1) + "/_stcore/stream"
        self.page, self.query = page, query
        self.ids: dict[str, str] = {}
        #: What the widgets hold: a browser remembers it and sends it along with each tap.
        self.states: dict[str, WidgetState] = {}
        self.texts: list[str] = []
        self.connection: ClientConnection

    async def __aenter__(self) -> Self:
        self.connection = await connect(
            self.address, subprotocols=["streamlit"], max_size=LARGEST_MESSAGE
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.connection.close()

    async def press(self, key: str) -> float:
        """A button."""
        return await self.run(key, trigger_value=True)

    async def choose(self, key: str, value: str) -> float:
        """An option of a list or of a group of radios, or a text in a field."""
        return await self.run(key, string_value=value)

    async def pick(self, key: str, values: Sequence[str]) -> float:
        """One or more of a row of buttons."""
        return await self.run(key, string_array_value=values)

    async def run(self, key: str | None = None, **value: Any) -> float:
        """Change one widget (none: open the page) and wait for the screen; gives the seconds."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        if key is not None:
            [(field, given)] = value.items()
            self._hold(self.ids[key], field, given)
        message.rerun_script.widget_states.widgets.extend(self.states.values())
        started = time.perf_counter()
        await self.connection.send(message.SerializeToString())
        await self._until_done()
        seconds = time.perf_counter() - started
        still_there = set(self.ids.values())
        self.states = {
            name: state
            for name, state in self.states.items()
            # A press is over once it was sent; what is no longer on the screen is forgotten.
            if name in still_there and not state.HasField("trigger_value")
        }
        return seconds

    def _hold(self, name: str, field: str, given: Any) -> None:
        state = WidgetState(id=name)
        if field == "string_array_value":
            state.string_array_value.data.extend(given)
        else:
            setattr(state, field, given)
        self.states[name] = state

    async def _until_done(self) -> None:
        async for data in self.connection:
            answer = ForwardMsg()
            answer.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self.ids, self.texts = {}, []
            elif kind == "page_info_changed":
                self.query = answer.page_info_changed.query_string
            elif kind == "delta":
                self._element(answer)
            elif kind == "script_finished":
                if answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                self._check(answer)
                return
        raise RunFailedError("the server closed the connection")

    def _element(self, answer: ForwardMsg) -> None:
        if answer.delta.WhichOneof("type") != "new_element":
            return
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind is None:
            return
        part = getattr(element, kind)
        if kind == "html":
            self.texts.append(part.body)
        name = str(getattr(part, "id", ""))
        if name.startswith("$$ID-"):
            self.ids[name.split("-", 2)[2]] = name
            if getattr(part, "set_value", False):
                self._take_over(name, kind, part)

    def _take_over(self, name: str, kind: str, part: Any) -> None:
        """The screen gave a widget another value."""
        if kind == "button_group":
            self._hold(name, "string_array_value", part.raw_values)
        elif kind in ("selectbox", "radio") and part.HasField("raw_value"):
            self._hold(name, "string_value", part.raw_value)
        elif kind == "text_area" and part.HasField("value"):
            self._hold(name, "string_value", part.value)
        else:
            self.states.pop(name, None)

    def _check(self, answer: ForwardMsg) -> None:
        if answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise RunFailedError("the script did not finish")
        if any("Dit onderdeel kan nu niet worden getoond" in text for text in self.texts):
            raise RunFailedError("a part of the screen could not be drawn")

    def shows(self, text: str) -> bool:
        """Whether the screen now holds a text."""
        return any(text in one for one in self.texts)
