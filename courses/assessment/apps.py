from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "courses.assessment"
    label = "pv_assessment"
    verbose_name = _("Assessment")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.assessment.sittings import exam_sittings
        from courses.learning import api as learning

        learning.register_question_source(name="exams", sittings=exam_sittings)
