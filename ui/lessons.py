"""The lessons on the screen: the list, and a lesson's steps from prediction to exercises."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lessons.lesson import Lesson
from lessons.shelf import LESSONS
from lessons.trial import Trials, tried
from metrics import Report
from metrics.words import readable
from simulator import Scenario
from ui import lesson_link, lesson_sheet, microscope, presenter, pupil, runs, state
from ui.fields import extra
from ui.lesson_charts import diagrams, figures
from ui.lesson_link import Place
from ui.questions import ask, judge, planned
from ui.teaching import menu
from ui.telling import tell

DOORS = {"Playground": "pages/playground.py", "Compare": "pages/compare.py"}
BEGUN, DONE = "under way", "done"


def shelf(here: Place) -> None:
    """All lessons, with minutes and progress."""
    if here.sentence:
        st.warning(f"{here.sentence}.", icon=":material/info:")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.header("Lessons", anchor=False, width="content")
        presenter.button()
    st.markdown(
        "Each rests on a run: **predict** first, then **reveal** it, **observe**, and solve the "
        "**exercises**. Your progress is kept as long as this window is open."
    )
    grid = st.grid("auto", min_column_width=320)
    for slug, lesson in LESSONS.items():
        with grid.container(border=True, height="stretch"):
            card(slug, lesson)


def card(slug: str, lesson: Lesson) -> None:
    """One lesson in the list."""
    share = pupil.progress(slug).share(lesson)
    st.subheader(f"{lesson.place} {lesson.title}", anchor=False)
    st.markdown(lesson.goal)
    word = DONE if share == 1 else BEGUN if share else ""
    st.caption(" · ".join(filter(None, (f"{lesson.minutes} min", word))))
    if share:
        st.progress(share)
    label = "Go on" if 0 < share < 1 else "Look again" if share else "Start"
    st.button(label, key=f"start {slug}", on_click=lesson_link.go, args=(slug,), help=lesson.title)


def chosen(here: Place) -> Lesson:
    """The lesson that the address asks for."""
    return LESSONS[here.slug]


def heading(here: Place, lesson: Lesson) -> DeltaGenerator:
    """The lesson's name, and what a teacher needs; answers with room for the shelf."""
    if here.sentence:
        st.warning(f"{here.sentence}.", icon=":material/info:")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.header(lesson.title, anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            st.button("All lessons", icon=":material/arrow_back:", on_click=lesson_link.go)
            room = st.container(width="content")
            menu(lesson.title, lesson.goal, worlds(here, lesson))
            teaching(here)
    st.markdown(f"**{lesson.minutes} min.** {lesson.goal}")
    return room


def teaching(here: Place) -> None:
    """The class link, its code for the projector, the presenter's view."""
    presenter.button()
    with st.popover("Class link", icon=":material/qr_code_2:"):
        shows = st.toggle("With answers", value=here.answers, key="class answers")
        link = lesson_link.class_link(here, answers=shows)
        st.code(link, language=None, wrap_lines=True)
        st.image(lesson_link.qr_code(link), width=280, caption="For the projector")
        if lesson_link.is_local(link):
            st.caption(
                "This address is known on this computer only. Open the lab by the computer's name "
                "in the network, and the link leads there."
            )


def introduction(lesson: Lesson) -> None:
    """What it is about, and what many believe."""
    lesson_sheet.note(lesson, {})
    st.markdown(tell(lesson.prose, lesson, planned(lesson)))
    with st.container(border=True):
        st.markdown(f":material/psychology_alt: **Many believe:** {lesson.belief}")
    diagrams(lesson)


def predict(slug: str, lesson: Lesson) -> bool:
    """The question before the run; True once the visitor has committed himself."""
    st.subheader("1 Predict", anchor=False)
    mine, key = pupil.progress(slug), f"predict {slug}"
    if mine.revealed:
        st.markdown(tell(lesson.predict.text, lesson, planned(lesson)))
        return True
    ask(lesson.predict, lesson, key)
    with st.container(horizontal=True):
        empty = st.session_state.get(key) is None
        st.button(
            "Commit and reveal",
            type="primary",
            disabled=empty,
            on_click=pupil.reveal,
            args=(slug, key),
        )
        st.button("Reveal without a prediction", on_click=pupil.reveal, args=(slug, None))
    return False


def reveal(here: Place, lesson: Lesson) -> Trials:
    """The run, and how the prediction did; empty where there is no run yet."""
    st.subheader("2 Reveal", anchor=False)
    reports = runs.run_all(lesson.worlds)
    trials = tried(lesson.measures, reports) if reports else {}
    if trials:
        judge(lesson.predict, pupil.progress(here.slug).prediction, lesson, trials)
        lesson_sheet.note(lesson, trials if here.answers else {}, remark(here, lesson))
    return trials


def worlds(here: Place, lesson: Lesson) -> dict[str, Scenario]:
    """The lesson's worlds with its control where it stands."""
    value = lesson_link.opening_value(lesson) if here.at is None else here.at
    return lesson.control.moved(lesson.worlds, value)


def remark(here: Place, lesson: Lesson) -> str:
    """What a reader of the sentences must know where the control has been moved."""
    own = lesson_link.opening_value(lesson)
    if here.at in {None, own}:
        return ""
    field = lesson.control.field(lesson.moved_first)
    at, usual = (readable(each, extra(field)["unit"]) for each in (here.at, own))
    return f"The charts show {field.title} at {at}; the sentences speak of {usual}."


def pictures(here: Place, lesson: Lesson) -> dict[str, Report]:
    """The control, and the charts of the runs as they then are; answers with the runs."""
    steer(here, lesson)
    reports = runs.run_all(worlds(here, lesson))
    if reports:
        figures(lesson, reports)
    return reports


def steer(here: Place, lesson: Lesson) -> None:
    """The lesson's slider, which the address remembers."""
    opening = lesson_link.opening_value(lesson)
    control, key = lesson.control, f"{state.CONTROL}lesson {here.slug}"
    field = control.field(lesson.moved_first)
    labels = {readable(stop, extra(field)["unit"]): stop for stop in control.stops}
    present = opening if here.at is None else here.at
    shown = next(label for label, stop in labels.items() if stop == present)
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown

    def moved() -> None:
        stop = labels[st.session_state[key]]
        lesson_link.put(lesson_link.AT, None if stop == opening else f"{stop:g}")

    whom = f" ({', '.join(control.moves)})" if control.moves else ""
    st.select_slider(
        f"{field.title}{whom}", list(labels), key=key, on_change=moved, help=field.description
    )
    st.caption(
        f"Move it: the charts follow. The sentences speak of the lesson's own "
        f"{readable(opening, extra(field)['unit'])}."
    )


def observe(lesson: Lesson, trials: Trials) -> None:
    """What is to be seen, and why it is so."""
    st.subheader("3 Observe", anchor=False)
    st.markdown("\n".join(f"- {tell(each, lesson, trials)}" for each in lesson.observe))
    for each in lesson_sheet.formulas(lesson):
        st.latex(each)
    st.markdown(tell(lesson.explanation, lesson, trials))


def exercises(here: Place, lesson: Lesson, trials: Trials) -> None:
    """Questions with checked answers."""
    st.subheader("4 Exercises", anchor=False)
    mine = pupil.progress(here.slug)
    for place, question in enumerate(lesson.exercises):
        key = f"exercise {here.slug} {place}"
        ask(question, lesson, key)
        given = st.session_state.get(key)
        args = (here.slug, place, key)
        st.button("Check", f"check {key}", disabled=given is None, on_click=pupil.answer, args=args)
        if place in mine.answers:
            if question.is_right(mine.answers[place], trials):
                mine.right.add(place)
            judge(question, mine.answers[place], lesson, trials, tells=here.answers)


def closer(here: Place, lesson: Lesson) -> None:
    """Single requests of the runs as the charts show them."""
    microscope.section(worlds(here, lesson))


def ending(here: Place, lesson: Lesson) -> None:
    """Further reading, and ways on."""
    with st.expander("Further reading", icon=":material/menu_book:"):
        st.markdown("\n".join(f"- {each}" for each in lesson.reading))
    with st.container(horizontal=True):
        for name, page in DOORS.items():
            label = f"Open in {name}"
            if st.button(label, key=f"door {name}", icon=":material/open_in_new:"):
                state.take(lesson_link.opened_with(here, lesson))
                st.switch_page(page)
        st.button("Begin anew", on_click=pupil.forget, args=(here.slug,))
