"""Texts that Django and allauth say in forms, said in this site's words: our catalogue's French comes before theirs.

Nothing reads these names; `make messages` finds the texts here.
"""

from django.utils.translation import gettext_noop as _

IN_OUR_WORDS = (
    _("Enter a valid email address."),
    _("Forgot your password?"),
)
