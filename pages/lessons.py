"""Lessons: predict, reveal, observe, exercise; each rests on a run."""

from ui import lesson_link, lessons

here = lesson_link.place()
if not here.slug:
    lessons.shelf(here)
else:
    lesson = lessons.chosen(here)
    lessons.heading(here, lesson)
    lessons.introduction(lesson)
    if lessons.predict(here.slug, lesson):
        trials = lessons.reveal(here, lesson)
        if trials:
            lessons.pictures(here, lesson)
            lessons.observe(lesson, trials)
            lessons.exercises(here, lesson, trials)
            lessons.closer(here, lesson)
    lessons.ending(here, lesson)
