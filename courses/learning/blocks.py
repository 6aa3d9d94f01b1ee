"""What a lesson is made of."""

import re
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from media.h5p.blocks import H5PBlock

HEADING = re.compile(r"<h([23])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "blockquote"]


class TextBlock(blocks.RichTextBlock):
    """Running text with small titles."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "learning/blocks/text.html"


class ImageBlock(blocks.StructBlock):
    """An image of the library, whose credit and alternative text travel with it."""

    image = ImageChooserBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "learning/blocks/image.html"


class VideoBlock(blocks.StructBlock):
    """A video of the library, with its captions and its transcript."""

    video = VideoChooserBlock(label=_("video"))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        label = _("Video")
        icon = "media"
        template = "learning/blocks/video.html"


class AudioBlock(blocks.StructBlock):
    """A sound of the library, with its transcript."""

    audio = AudioChooserBlock(label=_("sound"))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        label = _("Sound")
        icon = "media"
        template = "learning/blocks/audio.html"


class KeyPointsBlock(blocks.StructBlock):
    """What to remember."""

    title = blocks.CharBlock(label=_("title"), required=False)
    points = blocks.ListBlock(blocks.CharBlock(max_length=400), label=_("points"), min_num=1)

    class Meta:
        label = _("Key points")
        icon = "pin"
        template = "learning/blocks/key_points.html"


class ReflectionBlock(blocks.StructBlock):
    """A question that the learner answers for themself; nobody else reads the answer."""

    prompt = blocks.TextBlock(label=_("question"))
    help_text = blocks.CharBlock(label=_("a hand to begin"), required=False)

    class Meta:
        label = _("Reflection")
        icon = "edit"
        template = "learning/blocks/reflection.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        child = context.get("block")
        block_id = str(getattr(child, "id", None) or "")
        answers = context.get("reflections") or {}
        return {**context, "block_id": block_id, "answer": answers.get(block_id)}


class DownloadBlock(blocks.StructBlock):
    """A document to keep."""

    document = DocumentChooserBlock(label=_("document"))
    description = blocks.CharBlock(label=_("description"), required=False)

    class Meta:
        label = _("Download")
        icon = "download"
        template = "learning/blocks/download.html"


class LessonBody(blocks.StreamBlock):
    """The blocks of a lesson, in the order that the author gives them."""

    text = TextBlock()
    image = ImageBlock()
    video = VideoBlock()
    audio = AudioBlock()
    h5p = H5PBlock()
    key_points = KeyPointsBlock()
    reflection = ReflectionBlock()
    download = DownloadBlock()


def content_ids_in(body: blocks.StreamValue) -> list[int]:
    """Ids of the H5P contents of a lesson's body, in order, each once; no query."""
    found = [(item.get("value") or {}).get("content") for item in body.raw_data if item.get("type") == "h5p"]
    return list(dict.fromkeys(int(content_id) for content_id in found if content_id))


def reflections_in(body: blocks.StreamValue) -> dict[str, str]:
    """The question of every reflection of a lesson's body, by block id; no query."""
    return {
        str(item["id"]): (item.get("value") or {}).get("prompt", "")
        for item in body.raw_data
        if item.get("type") == "reflection" and item.get("id")
    }


def place_of(block_id: str, heading: int | None = None) -> str:
    """How a block of a lesson, or its heading number `heading`, is named in an address and in a bookmark."""
    return block_id[:8] if heading is None else f"{block_id[:8]}-{heading}"


def with_anchors(html: str, block_id: str) -> str:
    """A block's rich text where every title can be pointed at."""
    numbers = iter(range(html.count("<h") + 1))
    return HEADING.sub(
        lambda found: f'<h{found[1]} id="lieu-{place_of(block_id, next(numbers))}"{found[2]}>{found[3]}</h{found[1]}>',
        html,
    )


def places_in(body: blocks.StreamValue) -> dict[str, str]:
    """The titled places of a lesson's body, in order: place → title; no query."""
    found: dict[str, str] = {}
    for item in body.raw_data:
        block_id, value = str(item.get("id") or ""), item.get("value")
        if block_id and item.get("type") == "text":
            titles = HEADING.finditer(str(value or ""))
            found |= {place_of(block_id, number): _plain(title[3]) for number, title in enumerate(titles)}
        elif block_id and item.get("type") == "reflection" and isinstance(value, dict):
            found[place_of(block_id)] = str(value.get("prompt", ""))
    return {place: title for place, title in found.items() if title}


def _plain(html: str) -> str:
    return unescape(strip_tags(html)).strip()
