"""What the site's own pages are made of; the blocks of running text are those of the lessons."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.learning.blocks import DownloadBlock, ImageBlock, KeyPointsBlock, TextBlock, VideoBlock


class Colour(models.TextChoices):
    """The milieus' colours, which a door may wear."""

    MOSS = "mousse", _("Moss")
    RIVER = "riviere", _("River")
    POLLEN = "pollen", _("Pollen")
    POPPY = "coquelicot", _("Poppy")
    PLUM = "prune", _("Plum")
    EARTH = "terre", _("Earth")


def check_link(value: str) -> None:
    """Raises `ValidationError` unless `value` leads inside the site or to an https page."""
    if not value.startswith(("https://", "/")) or value.startswith("//"):
        raise ValidationError(_("Write an address of this site (/formations/) or one in https://."))


class DoorBlock(blocks.StructBlock):
    """A way in: who one is, what one finds, where it leads."""

    title = blocks.CharBlock(label=_("title"), max_length=60)
    text = blocks.TextBlock(label=_("text"), rows=2)
    link = blocks.CharBlock(label=_("text of the link"), max_length=60)
    url = blocks.CharBlock(label=_("address"), max_length=255, validators=[check_link])
    colour = blocks.ChoiceBlock(label=_("colour"), choices=Colour.choices, default=Colour.MOSS)

    class Meta:
        label = _("Door")
        icon = "link"


class ArticleBody(blocks.StreamBlock):
    """The blocks of an article."""

    text = TextBlock()
    image = ImageBlock()
    video = VideoBlock()
    key_points = KeyPointsBlock()
    download = DownloadBlock()


class QuestionBlock(blocks.StructBlock):
    """A question, and the answer that unfolds."""

    question = blocks.CharBlock(label=_("question"), max_length=255)
    answer = blocks.RichTextBlock(label=_("answer"), features=["bold", "italic", "link", "ol", "ul"])
    page = blocks.IntegerBlock(label=_("page of the guide"), required=False, min_value=1)


class QuestionGroupBlock(blocks.StructBlock):
    """Questions that go together."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    questions = blocks.ListBlock(QuestionBlock(), label=_("questions"), min_num=1)

    class Meta:
        label = _("Group of questions")
        icon = "help"


class TermBlock(blocks.StructBlock):
    """A word and what it means here."""

    term = blocks.CharBlock(label=_("word"), max_length=80)
    definition = blocks.RichTextBlock(label=_("meaning"), features=["bold", "italic", "link"])

    class Meta:
        label = _("Word")
        icon = "openquote"
