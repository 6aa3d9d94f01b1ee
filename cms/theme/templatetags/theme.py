"""What the base template asks for: where the navigation leads. No query is made here."""

from dataclasses import dataclass

from django import template
from django.apps import apps
from django.conf import settings
from django.forms import BoundField
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

# Where each milieu lies in the landscape in section (`theme/drawings/landscape.svg`): a viewBox, and the
# side that a narrower frame keeps.
CROPS = {
    "": ("0 0 1440 460", "xMidYMax"),
    "river": ("0 152 840 210", "xMinYMid"),
    "bocage": ("60 152 840 210", "xMidYMid"),
    "forest": ("320 156 840 210", "xMidYMid"),
    "prairie": ("520 166 840 210", "xMidYMid"),
    "town": ("600 164 840 200", "xMaxYMid"),
    "soil": ("480 268 840 190", "xMidYMid"),
}
FRENCH_MILIEUS = {"riviere": "river", "foret": "forest", "ville": "town", "sol": "soil"}


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link of the header, with the mark of the page one is in."""

    label: str
    url: str
    current: bool


@register.simple_tag(takes_context=True)
def main_navigation(context: Context) -> tuple[NavigationLink, ...]:
    """The header's links, of the apps this site installs."""
    request = context.get("request")
    path = request.path if request else ""
    places = (
        ("courses.learning", _("Courses"), "/formations/", "/formations/"),
        ("modules.living", _("The living world"), "/vivant/toile/", "/vivant/"),
        ("courses.directory", _("Directory"), "/annuaire/", "/annuaire/"),
    )
    return tuple(
        NavigationLink(label, url, path.startswith(prefix))
        for app, label, url, prefix in places
        if apps.is_installed(app)
    )


@register.simple_tag
def installed(app: str) -> bool:
    """Whether this site installs the app, by its dotted name."""
    return apps.is_installed(app)


@register.simple_tag
def contact_address() -> str:
    """The e-mail address that people may write to; empty when this site gives none."""
    return getattr(settings, "PV_CONTACT_EMAIL", "")


@register.simple_tag
def landscape_crop(milieu: str | None = "") -> tuple[str, str]:
    """The viewBox and the alignment that show `milieu`; the whole landscape when there is none."""
    name = (milieu or "").lower()
    return CROPS.get(FRENCH_MILIEUS.get(name, name), CROPS[""])


@register.filter
def described(field: BoundField) -> SafeString:
    """The widget of a bound field, tied to its help and its errors for those who do not see them."""
    notes = [f"{field.auto_id}_helptext"] if field.help_text else []
    notes += [f"{field.auto_id}_error"] if field.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(notes)} if notes else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field is laid out: "hidden", "group" (several choices), "checkbox" or "line"."""
    if field.is_hidden:
        return "hidden"
    if field.use_fieldset:
        return "group"
    return "checkbox" if getattr(field.field.widget, "input_type", "") == "checkbox" else "line"
