"""What trainers type to find learners."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.learning.correction_rules import PossibleCorrection
from courses.learning.data import CohortFilter, CohortInfo, Order, Stage
from courses.learning.wording import possible_label, stage_label
from courses.records.data import CorrectionKind


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts: the address to follow, and the order now ("ascending", "descending" or "")."""

    label: str
    query: str
    sorted: str


class OneCohortForm(forms.Form):
    """Chooses a cohort; what makes no sense asks nothing."""

    cohort = forms.ChoiceField(label=_("Cohort"), required=False)

    def __init__(self, *args: Any, cohorts: tuple[CohortInfo, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = cohorts
        self.fields["cohort"].choices = [EVERYONE, *((str(one.id), one.name) for one in cohorts)]  # type: ignore[attr-defined]

    def cohort_id(self) -> int | None:
        self.full_clean()
        chosen = self.cleaned_data.get("cohort")
        return int(chosen) if chosen else None


EVERYONE = ("", _("All"))
COLUMNS = {
    Order.NAME: _("Name"),
    Order.STAGE: _("Where they stand"),
    Order.PROGRESS: _("Progress"),
    Order.SINCE: _("Stands before"),
    Order.ATTEMPTS: _("Attempts"),
    Order.SCORE: _("Mean score"),
    Order.SEEN: _("Last seen"),
}


class CohortFilterForm(OneCohortForm):
    """Filters and sorts the learners of a course; what makes no sense asks nothing."""

    text = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    stage = forms.ChoiceField(label=_("Where they stand"), required=False)
    order = forms.ChoiceField(choices=[(one.value, one.value) for one in Order], required=False)
    down = forms.BooleanField(required=False)
    field_order = ("text", "stage", "cohort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [EVERYONE, *((one.value, stage_label(one)) for one in Stage)]  # type: ignore[attr-defined]

    def shown(self) -> list[forms.BoundField]:
        """The fields that people fill; the order is chosen by the headings."""
        return [self[name] for name in ("text", "stage", "cohort")]

    def wanted(self) -> CohortFilter:
        cohort_id, data = self.cohort_id(), self.cleaned_data
        return CohortFilter(
            cohort_id=cohort_id,
            stage=Stage(data["stage"]) if data.get("stage") else None,
            text=data.get("text", ""),
            order=Order(data.get("order") or Order.NAME),
            downwards=data.get("down", False),
        )

    def columns(self, query: str) -> list[Column]:
        """The headings, each with the address that sorts by it, or turns it round; `query` is what else is asked."""
        wanted = self.wanted()
        return [self._column(order, str(label), wanted, query) for order, label in COLUMNS.items()]

    def _column(self, order: Order, label: str, wanted: CohortFilter, query: str) -> Column:
        current = wanted.order is order
        state = ("descending" if wanted.downwards else "ascending") if current else ""
        turn = "&down=on" if state == "ascending" else ""
        return Column(label, f"{query}{'&' if query else ''}order={order.value}{turn}", state)


class CallFilterForm(OneCohortForm):
    """Finds people to call."""

    text = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    to_call = forms.BooleanField(label=_("Only those to call"), required=False)

    def wanted(self) -> dict[str, Any]:
        cohort_id, data = self.cohort_id(), self.cleaned_data
        return {
            "cohort_id": cohort_id,
            "text": data.get("text", ""),
            "to_call_only": bool(data.get("to_call")),
        }


class QuestionFilterForm(OneCohortForm):
    """Chooses a cohort, and whether only the questions to look at are shown."""

    flagged = forms.BooleanField(label=_("Only those to look at"), required=False)

    def flagged_only(self) -> bool:
        self.full_clean()
        return bool(self.cleaned_data.get("flagged"))


class CorrectionForm(forms.Form):
    """Chooses a correction among those possible and says why; the token makes a second sending harmless."""

    chosen = forms.ChoiceField(label=_("What you correct"), widget=forms.RadioSelect)
    score = forms.IntegerField(
        label=_("Score set by you, out of 100"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Only to set a score."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The learner reads this sentence, with your name."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, possible: Sequence[PossibleCorrection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = {one.key: one for one in possible}
        self.fields["chosen"].choices = [(key, possible_label(one)) for key, one in self.possible.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen = self.possible.get(data.get("chosen", ""))
        if chosen and chosen.kind is CorrectionKind.SCORED and data.get("score") is None and "score" not in self.errors:
            self.add_error("score", _("Write the score to set, from 0 to 100."))
        return {**data, "correction": chosen}


class WithdrawalForm(forms.Form):
    """Says why a correction is withdrawn."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=2000, widget=forms.Textarea({"rows": 2}))
