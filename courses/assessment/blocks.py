"""The choices of a question, as a trainer edits them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ChoiceBlock(blocks.StructBlock):
    """A choice; the block's own id is the key that the browser sends back."""

    text = blocks.CharBlock(label=_("Choice"), max_length=400)
    correct = blocks.BooleanBlock(label=_("Right answer"), required=False)
    feedback = blocks.TextBlock(
        label=_("Feedback"),
        required=False,
        rows=2,
        help_text=_("Shown after the exam to whoever ticked this choice."),
    )

    class Meta:
        icon = "radio-full"
        label = _("Choice")
        label_format = "{text}"
