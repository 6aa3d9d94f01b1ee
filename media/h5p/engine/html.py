"""The HTML that a text field of a content may hold."""

import re
from collections.abc import Iterable

import nh3

ALWAYS = ("div", "span", "p", "br")
COMES_WITH = {
    "table": ("tr", "td", "th", "colgroup", "col", "thead", "tbody", "tfoot", "figure", "figcaption"),
    "b": ("strong",),
    "i": ("em",),
    "ul": ("li",),
    "ol": ("li",),
    "del": ("s",),
    "strike": ("s",),
}
NEVER = frozenset(("script", "style", "iframe", "object", "embed", "base", "meta", "link", "form"))
PROTOCOLS = {"ftp", "http", "https", "mailto"}
ATTRIBUTES = {
    "*": {"class", "id", "lang", "dir", "title", "align", "valign", "role", "tabindex", "style"},
    "a": {"href", "target", "rel", "name", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "headers", "scope", "width", "height"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "width", "height"},
    "table": {"border", "cellpadding", "cellspacing", "summary", "width", "height"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "time": {"datetime"},
}
STYLES = {
    "font-size",
    "font-family",
    "color",
    "background-color",
    "line-height",
    "text-align",
    "vertical-align",
    "width",
    "height",
    "float",
    "margin-left",
    "padding-left",
    "border",
    "border-color",
    "border-style",
    "border-width",
    "border-collapse",
    "border-spacing",
    "padding",
}
STYLED = frozenset(
    (
        *("span", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol"),
        *("table", "tr", "td", "th", "thead", "tbody", "tfoot", "col", "colgroup", "figure", "figcaption"),
    )
)
STYLE_VALUE = re.compile(r"[\w#%.,\s'\"()\-]{1,500}")
BARE_AMPERSAND = re.compile(r"&(?!(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)")
ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#039;"})


def escaped(text: str) -> str:
    """The text made harmless in HTML; entities that are there already stay as they are."""
    return BARE_AMPERSAND.sub("&amp;", text).translate(ESCAPES)


def cleaned(text: str, tags: Iterable[str]) -> str:
    """The HTML with only a field's tags, those that always come with them, and harmless attributes."""
    if not any(char in text for char in "<&>"):
        return text
    allowed = allowed_tags(tags)
    attributes = {tag: names for tag, names in ATTRIBUTES.items() if tag == "*" or tag in allowed}
    return nh3.clean(
        text,
        tags=allowed,
        attributes=attributes,
        attribute_filter=_attribute,
        filter_style_properties=STYLES,
        generic_attribute_prefixes={"data-", "aria-"},
        url_schemes=PROTOCOLS,
        link_rel=None,
    )


def allowed_tags(tags: Iterable[str]) -> set[str]:
    named = {tag.lower() for tag in tags if isinstance(tag, str)} | set(ALWAYS)
    with_them = {other for tag in named for other in COMES_WITH.get(tag, ())}
    return (named | with_them) - NEVER


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name != "style":
        return value
    harmless = all(STYLE_VALUE.fullmatch(part.partition(":")[2] or " ") for part in value.split(";"))
    return value if tag in STYLED and harmless and "url(" not in value.lower() else None
