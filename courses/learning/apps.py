from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "courses.learning"
    label = "pv_learning"
    verbose_name = _("Learning")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from courses.learning import receivers, sessions, story
        from courses.learning.corrected import corrections_panel
        from courses.learning.dashboard import register_dashboard_panel
        from courses.learning.models import Session, Unit
        from courses.records.signals import completion_changed

        story.register_story_source(name="sessions", events=sessions.told_in_story)
        post_save.connect(receivers.on_saved, dispatch_uid="pv_learning_saved")
        for signal in (post_save, post_delete):
            signal.connect(
                receivers.on_session_changed, sender=Session, dispatch_uid=f"pv_learning_session_{id(signal)}"
            )
        post_save.connect(receivers.on_content_saved, sender="pv_h5p.Content", dispatch_uid="pv_learning_content")
        post_delete.connect(receivers.on_unit_deleted, sender=Unit, dispatch_uid="pv_learning_unit_deleted")
        page_published.connect(receivers.on_page_published, dispatch_uid="pv_learning_published")
        page_unpublished.connect(receivers.on_page_unpublished, dispatch_uid="pv_learning_unpublished")
        post_page_move.connect(receivers.on_page_moved, dispatch_uid="pv_learning_moved")
        completion_changed.connect(receivers.on_completion_changed, dispatch_uid="pv_learning_completion")
        register_dashboard_panel(
            name="corrections",
            template="learning/parts/corrections.html",
            context=corrections_panel,
            order=60,
            private=False,
        )
