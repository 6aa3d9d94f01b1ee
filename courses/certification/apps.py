from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "courses.certification"
    label = "pv_certification"
    verbose_name = _("Certification")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.certification.panels import certificates_panel
        from courses.certification.receivers import on_completion_changed
        from courses.certification.story import earned_in
        from courses.learning import api as learning
        from courses.records.signals import completion_changed

        completion_changed.connect(on_completion_changed, dispatch_uid="pv_certification_earned")
        learning.register_story_source(name="certificates", events=earned_in)
        learning.register_dashboard_panel(
            name="certificates",
            template="certification/partials/dashboard.html",
            context=certificates_panel,
            order=20,
            private=False,
        )
