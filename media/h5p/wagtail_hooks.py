"""What trainers see of H5P in the admin."""

from wagtail import hooks

from media.h5p.blocks import ContentChooserViewSet, content_chooser


@hooks.register("register_admin_viewset")
def register_content_chooser() -> ContentChooserViewSet:
    return content_chooser
