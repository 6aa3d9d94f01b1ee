from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Holds no model: it makes Django find the translations that travel with `courses`."""

    name = "courses"
    label = "pv_courses"
