"""The front door: ``streamlit run dashboard.py``.

Streamlit finds ``app`` in this file and serves it. The screens are in ``views/``; what is added
here is the language of the page and the headers that keep the browser from calling any other
machine.
"""

# ruff: noqa: E402
from views.log_lines import write_codes_only

write_codes_only()  # before all else, so that what is said while the rest loads is in codes too

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from access.start import is_https, is_local_only, refuse_unsafe_start
from views.failure import say_that_it_failed
from views.health import health
from views.web_headers import WebHeaders

refuse_unsafe_start()
app = st.App(
    "views/front.py",
    middleware=[Middleware(WebHeaders, is_local_only=is_local_only(), is_https=is_https())],
    routes=[Route("/gezond", health)],
    on_script_error=say_that_it_failed,
)
