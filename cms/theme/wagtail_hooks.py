"""Wagtail's admin wears the colours of the school."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop
from wagtail import hooks

# What Wagtail's own French leaves in English.
LEFT_IN_ENGLISH = (gettext_noop("Any"), gettext_noop("site name"))


@hooks.register("insert_global_admin_css")
def admin_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("theme/admin/admin.css"))
