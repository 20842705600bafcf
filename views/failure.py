"""What a user sees when a screen breaks: a calm sentence. What broke goes to the server log."""

import logging

import streamlit as st

from language import texts_for
from views import state
from views.html import paragraph

_LOG = logging.getLogger("wijkpuls")


def say_that_it_failed(fault: Exception) -> bool:
    """Called by Streamlit for a fault in a screen; True means that nothing else is shown."""
    _LOG.error("a screen could not be drawn", exc_info=fault)
    _ = texts_for(state.language())
    text = _(
        "Dit onderdeel kan nu niet worden getoond. De gegevens zijn niet veranderd. "
        "Laad de pagina opnieuw; blijft het zo, meld het dan aan de beheerder."
    )
    st.html(paragraph(text, "wp-notice"))
    return True
