"""People in the Wagtail admin: whoever came by a letter has no address, and perhaps one name only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import UserViewSet


class PersonEditForm(UserEditForm):
    """Wagtail's, where the address may stay empty: the team still sets a new password for someone who forgot it."""

    email = forms.EmailField(required=False, label=_("E-mail address"))
    last_name = forms.CharField(required=False, label=_("Last name"))

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if not email and self.instance.email:
            raise forms.ValidationError(_("This person signs in with their address: it cannot be left out."))
        return email


class PersonViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[Any]]:
        if for_update:
            return PersonEditForm
        return super().get_form_class(for_update)  # type: ignore[no-any-return]
