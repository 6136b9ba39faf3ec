"""Lessons: predict, reveal, observe, exercise; each rests on a run."""

from ui import lesson_link, lessons, shelf

here = lesson_link.place()
if not here.slug:
    lessons.shelf(here)
else:
    lesson = lessons.chosen(here)
    head, reports = lessons.heading(here, lesson), {}
    lessons.introduction(lesson)
    if lessons.predict(here.slug, lesson):
        trials = lessons.reveal(here, lesson)
        if trials:
            reports = lessons.pictures(here, lesson)
            lessons.observe(lesson, trials)
            lessons.exercises(here, lesson, trials)
            lessons.closer(here, lesson)
    lessons.ending(here, lesson)
    shelf.shelf(head, reports)
