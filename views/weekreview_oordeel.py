"""Oordeel: confirm, adjust or reject the proposal, and what people see behind it."""

import streamlit as st

import words
from privacy import NOTE_LENGTH, neutral_groups
from views import review_words
from views.frame import Screen
from views.html import heading, join, paragraph
from views.weekreview_form import ReviewForm
from views.weekreview_proposal import Current

NO_PHASE = "onvoldoende_gegevens"


def draw(screen: Screen, form: ReviewForm, found: Current) -> None:
    """The judgement. Every field is saved when it changes."""
    _ = screen.texts
    proposed = str(found.row.phase)
    st.html(
        join(
            [
                heading(2, _("2 Oordeel: klopt het voorstel?"), "oordeel"),
                paragraph(
                    _(
                        "Het voorstel is {phase}. U kent de wijk: u beslist.",
                        phase=words.phase(_, proposed),
                    )
                ),
            ]
        )
    )
    options = [one for one in ("confirm", "adjust", "reject") if can(one, proposed)]
    key = form.key("oordeel")
    # Only where it has to: what is set from here comes over a tap that was made meanwhile.
    if st.session_state[key] not in (None, *options):
        st.session_state[key] = None
    st.radio(
        _("Uw oordeel"),
        options,
        format_func=lambda one: review_words.oordeel(_, one),
        captions=[review_words.oordeel_meaning(_, one, proposed) for one in options],
        key=key,
        on_change=_judge,
        args=(form, proposed),
    )
    form.trouble("oordeel")
    _phase(screen, form, proposed)
    if form.review.oordeel in ("adjust", "reject"):
        st.text_area(
            _("Waarom? Zeg wat u ziet dat de gegevens niet laten zien."),
            key=form.key("reason"),
            max_chars=NOTE_LENGTH,
            height=90,
            on_change=form.changed,
            args=("reason",),
        )
        form.trouble("reason")
    _behind(screen, form)


def can(oordeel: str, proposed: str) -> bool:
    """Where no phase is proposed there is nothing to confirm."""
    return oordeel != "confirm" or proposed != NO_PHASE


def _judge(form: ReviewForm, proposed: str) -> None:
    """A judgement is about the phase that was proposed at that moment, so that is kept with it."""
    oordeel = st.session_state[form.key("oordeel")]
    form.save({"oordeel": oordeel, "phase": proposed if oordeel == "confirm" else None})


def _phase(screen: Screen, form: ReviewForm, proposed: str) -> None:
    _ = screen.texts
    review = form.review
    if review.oordeel == "adjust":
        st.pills(
            _("Welke fase is het dan?"),
            [phase for phase in words.PHASES[:4] if phase != proposed],
            format_func=lambda one: words.phase(_, one),
            wrap=True,
            key=form.key("phase"),
            on_change=form.changed,
            args=("phase",),
        )
        form.trouble("phase")
    elif review.oordeel == "confirm" and review.phase != proposed:
        text = _(
            "U bevestigde {before}, maar het voorstel is nu {now}. Kies opnieuw.",
            before=words.phase(_, str(review.phase)),
            now=words.phase(_, proposed),
        )
        st.html(paragraph(text, "wp-notice"))
        if proposed != NO_PHASE:
            st.button(
                _("Bevestig {phase}", phase=words.phase(_, proposed)),
                key=f"weekreview_again_{form.subject}",
                on_click=form.save,
                args=({"phase": proposed},),
            )


def _behind(screen: Screen, form: ReviewForm) -> None:
    """What it is about: dividing lines, groups in neutral words, causes, places."""
    _ = screen.texts
    lines = screen.knowledge.vocabulary.scheidslijn
    with st.expander(_("Waar gaat het over? Scheidslijnen, groepen, oorzaken, plekken")):
        st.pills(
            _("Welke scheidslijnen?"),
            lines.ids,
            selection_mode="multi",
            format_func=lambda one: _.of(lines.label(one)),
            wrap=True,
            key=form.key("scheidslijnen"),
            on_change=form.changed,
            args=("scheidslijnen",),
        )
        form.trouble("scheidslijnen")
        st.pills(
            _("Betrokken groepen, naar wat mensen doen of hoe zij wonen"),
            sorted(neutral_groups()),
            selection_mode="multi",
            format_func=lambda one: review_words.group(_, one),
            wrap=True,
            key=form.key("groepen"),
            on_change=form.changed,
            args=("groepen",),
        )
        form.trouble("groepen")
        for name, label in (
            ("oorzaken", _("Oorzaken, elk op een eigen regel")),
            ("locaties", _("Plekken: een straat, plein of park, elk op een eigen regel")),
        ):
            st.text_area(label, key=form.key(name), height=90, on_change=form.changed, args=(name,))
            form.trouble(name)
