"""An H5P activity in a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from media.h5p import api
from media.h5p.models import Content


class ContentChooserViewSet(ChooserViewSet):
    """How an editor picks an activity."""

    model = Content
    icon = "media"
    choose_one_text = _("Choose an activity")
    choose_another_text = _("Choose another activity")
    edit_item_text = _("Edit this activity")


content_chooser = ContentChooserViewSet("h5p_content_chooser", url_prefix="h5p/choisir")
ContentChooserBlock = content_chooser.get_block_class(name="ContentChooserBlock", module_path="media.h5p.blocks")


class H5PBlock(blocks.StructBlock):
    """One activity, drawn by `h5p/block.html`.

    A page that records what its learners do puts a `Player` for each content in `h5p_players`, by content id;
    elsewhere the activity plays and nothing is recorded.
    """

    content = ContentChooserBlock(label=_("Activity"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        label = _("H5P activity")
        icon = "media"
        template = "h5p/block.html"

    def get_context(self, value: blocks.StructValue, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        content = value["content"]
        players = context.get("h5p_players") or {}
        player = players.get(content.pk) or api.player_of(content=content) if content else None
        return {**context, "player": player, "caption": value.get("caption", "")}
