"""What trainers send: packages, one or several, and what is said of a content."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from media.h5p.models import Content

ACCEPTED = ".h5p,application/zip"


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of uploaded files, at least one."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    """Packages to import."""

    packages = SeveralFilesField(
        label=_("H5P packages"),
        help_text=_("One or several .h5p files. Each is checked before anything is kept."),
        widget=SeveralFilesInput(attrs={"accept": ACCEPTED}),
    )


class ContentForm(forms.ModelForm):  # type: ignore[type-arg]
    """A content's title, and a package to take its place."""

    package = forms.FileField(
        label=_("New version"),
        required=False,
        help_text=_(
            "A .h5p file that takes the place of this activity. Lessons keep their address, the present version "
            "is kept, and learners who are half-way are told and start again."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    class Meta:
        model = Content
        fields = ("title",)
