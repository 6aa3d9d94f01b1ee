"""What trainers type to find learners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.learning.data import CohortFilter, CohortInfo, Stage
from courses.learning.wording import stage_label


class CohortFilterForm(forms.Form):
    """Filters the learners of a course; what makes no sense asks nothing."""

    text = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    stage = forms.ChoiceField(label=_("Where they stand"), required=False)
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)

    def __init__(self, *args: Any, cohorts: tuple[CohortInfo, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone = ("", _("All"))
        self.fields["stage"].choices = [everyone, *((one.value, stage_label(one)) for one in Stage)]  # type: ignore[attr-defined]
        self.fields["cohort"].choices = [everyone, *((str(one.id), one.name) for one in cohorts)]  # type: ignore[attr-defined]

    def wanted(self) -> CohortFilter:
        self.full_clean()
        data = self.cleaned_data
        return CohortFilter(
            cohort_id=int(data["cohort"]) if data.get("cohort") else None,
            stage=Stage(data["stage"]) if data.get("stage") else None,
            text=data.get("text", ""),
        )
