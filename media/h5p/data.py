"""What other apps are told about H5P contents; standard library only."""

from dataclasses import dataclass
from datetime import datetime

# Content types that never report a score: they complete when consumed or opened.
NEVER_SCORE = frozenset(
    {
        "H5P.Accordion",
        "H5P.AdvancedText",
        "H5P.Agamotto",
        "H5P.Audio",
        "H5P.AudioRecorder",
        "H5P.Chart",
        "H5P.Collage",
        "H5P.Cornell",
        "H5P.CornellNotes",
        "H5P.Dialogcards",
        "H5P.DocumentationTool",
        "H5P.Embed",
        "H5P.GuessTheAnswer",
        "H5P.IFrameEmbed",
        "H5P.Image",
        "H5P.ImageHotspots",
        "H5P.ImageJuxtaposition",
        "H5P.ImageSlider",
        "H5P.ImpressPresentation",
        "H5P.InformationWall",
        "H5P.Link",
        "H5P.MathDisplay",
        "H5P.PersonalityQuiz",
        "H5P.Portfolio",
        "H5P.Questionnaire",
        "H5P.Table",
        "H5P.Text",
        "H5P.Timeline",
        "H5P.TwitterUserFeed",
        "H5P.Video",
    }
)
# Content types that hold others and complete by the scores of these: without a part that scores, they never do.
INTERACTIVE_BOOK, INTERACTIVE_VIDEO = "H5P.InteractiveBook", "H5P.InteractiveVideo"
HOLDERS = frozenset({"H5P.Column", "H5P.CoursePresentation", INTERACTIVE_BOOK, INTERACTIVE_VIDEO, "H5P.ThreeImage"})
# Holders that say nothing of the whole until a button of their last screen is pressed.
SUBMITTED = frozenset((INTERACTIVE_BOOK, INTERACTIVE_VIDEO))
# Parts of holders that can be played alone and never score.
SILENT_PARTS = frozenset(
    {
        "H5P.ContinuousText",
        "H5P.ExportableTextArea",
        "H5P.GoToQuestion",
        "H5P.IVHotspot",
        "H5P.Nil",
        "H5P.Row",
        "H5P.RowColumn",
        "H5P.Shape",
    }
)
# Libraries whose code builds functions from text: only there does the policy allow it.
NEEDS_EVAL = frozenset(
    {
        "EmbeddedJS",
        "H5P.Agamotto",
        "H5P.ArithmeticQuiz",
        "H5P.AudioRecorder",
        "H5P.DocumentExportPage",
        "H5P.ImageJuxtaposition",
    }
)
# What a player frame may do: everything but sharing the site's origin.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-forms allow-modals allow-downloads"
# What H5P's core takes as "this content changed since": it tells the learner and starts over.
RESET_STATE = "RESET"


def can_score(machine_name: str, *, has_scoring_part: bool, has_submit_screen: bool = False) -> bool:
    """Whether a content of this type can report a score.

    `has_scoring_part` of its parts matters to a holder; some tell their score from a submit screen only.
    """
    if machine_name in NEVER_SCORE or (machine_name in HOLDERS and not has_scoring_part):
        return False
    return has_submit_screen or machine_name not in SUBMITTED


class LibraryInUse(Exception):
    """A content or another library needs this one."""

    id = "h5p.library-in-use"


class ContentInUse(Exception):
    """A page plays this content."""

    id = "h5p.content-in-use"


@dataclass(frozen=True, slots=True)
class ContentInfo:
    """A content in a few words; `scores` says whether its type, or a part of it, can report a score."""

    id: int
    title: str
    library: str
    version: int
    scores: bool


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; libraries are named as `H5P.Name 1.2`."""

    content_id: int
    title: str
    libraries_installed: tuple[str, ...]
    libraries_reused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One kept version of a content."""

    number: int
    title: str
    created_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Player:
    """What `h5p/block.html` draws: a content, its signed address and where its news goes.

    Without `statements_url` and `state_url` nothing is recorded. `state` is the learner's saved state as the
    content gave it, or `RESET` when it was saved by another version; `owner` keeps apart the answers that
    wait in one browser for two people.
    """

    content_id: int
    title: str
    url: str
    version: int
    statements_url: str = ""
    state_url: str = ""
    state: str | None = None
    state_mark: tuple[int, str, int] = (0, "", 0)
    owner: str = ""
    sandbox: str = SANDBOX
