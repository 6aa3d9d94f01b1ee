"""Choosers that show their rows only to those who may see them elsewhere in the admin."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet

SEEING = ("add", "change", "delete", "view")


class ClosedChooserViewSet(SnippetChooserViewSet):
    """Wagtail opens every chooser to whoever enters the admin: exam questions and certificates are not for all."""

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        view = super().construct_view(view_class, **kwargs)
        model = self.model

        @wraps(view)
        def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not policy_registry.get_by_type(model).user_has_any_permission(request.user, SEEING):
                raise PermissionDenied
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer

        return closed
