"""What trainers type to find learners."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.learning.data import CohortFilter, CohortInfo, Order, Stage
from courses.learning.wording import stage_label


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
