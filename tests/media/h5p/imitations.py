"""Packages of libraries that use H5P's core as the official ones do; their scripts are in `imitations/`."""

import io
import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.media.h5p.playable import PIXEL, library, package

SCRIPTS = Path(__file__).with_name("imitations")
FONT = next((Path(__file__).parents[3] / "node_modules/@fontsource-variable").glob("*/files/*latin-wght-normal.woff2"))
QUESTION, IMAGE, CHOICE = "H5P.EssaiQuestion 1.5", "H5P.EssaiImage 1.1", "H5P.EssaiChoix 1.16"
COLUMN, VIDEO, PROBE = "H5P.EssaiColonne 1.20", "H5P.EssaiVideo 1.27", "H5P.EssaiSonde 1.0"
HABITS = "H5P.EssaiReprise 1.0"
TEXT: dict[str, Any] = {"type": "text", "widget": "html", "tags": ["p", "em", "strong"]}
CHOICE_SEMANTICS = [
    {
        "name": "media",
        "type": "group",
        "fields": [
            {"name": "type", "type": "library", "options": [IMAGE]},
            {"name": "disableImageZooming", "type": "boolean"},
        ],
    },
    {"name": "question", **TEXT},
    {
        "name": "answers",
        "type": "list",
        "field": {
            "name": "answer",
            "type": "group",
            "fields": [{"name": "text", **TEXT}, {"name": "correct", "type": "boolean"}],
        },
    },
    {
        "name": "behaviour",
        "type": "group",
        "fields": [{"name": "confirm", "type": "boolean"}, {"name": "autoCheck", "type": "boolean"}],
    },
]
COLUMN_SEMANTICS = [
    {
        "name": "content",
        "type": "list",
        "field": {
            "name": "content",
            "type": "group",
            "fields": [
                {"name": "content", "type": "library", "options": [CHOICE, IMAGE]},
                {"name": "useSeparator", "type": "select", "options": [{"value": "auto", "label": "Auto"}]},
            ],
        },
    }
]
VIDEO_SEMANTICS = [
    {"name": "video", "type": "video"},
    {"name": "tracks", "type": "list", "field": {"name": "track", "type": "file"}},
    {
        "name": "interactions",
        "type": "list",
        "field": {
            "name": "interaction",
            "type": "group",
            "fields": [{"name": "label", "type": "text"}, {"name": "action", "type": "library", "options": [CHOICE]}],
        },
    },
]
HABITS_SEMANTICS = [{"name": "label", "type": "text"}, {"name": "question", "type": "text"}]
PROBE_SEMANTICS = [{"name": "names", "type": "list", "field": {"name": "name", "type": "text"}}]


def imitation(
    named: str,
    script: str,
    semantics: Any = None,
    *,
    needs: tuple[str, ...] = (),
    files: Mapping[str, bytes | str] | None = None,
    css: tuple[str, ...] = (),
    **metadata: Any,
) -> dict[str, bytes | str]:
    """A library whose one script is a file of `imitations/`."""
    name, version = named.split(" ")
    major, minor = map(int, version.split("."))
    own = {f"dist/{script}": (SCRIPTS / script).read_text(encoding="utf-8"), **(files or {})}
    if semantics is not None:
        own["semantics.json"] = json.dumps(semantics)
    return library(
        name,
        (major, minor, 4),
        needs=needs,
        files=own,
        preloadedJs=[{"path": f"dist/{script}"}],
        preloadedCss=[{"path": path} for path in css],
        coreApi={"majorVersion": 1, "minorVersion": 27},
        **metadata,
    )


def all_libraries() -> list[dict[str, bytes | str]]:
    return [
        imitation(QUESTION, "question.js", runnable=0),
        imitation(IMAGE, "image.js", [{"name": "file", "type": "image"}, {"name": "alt", "type": "text"}]),
        imitation(CHOICE, "choix.js", CHOICE_SEMANTICS, needs=(QUESTION,)),
        imitation(COLUMN, "colonne.js", COLUMN_SEMANTICS, editorDependencies=[]),
        imitation(
            VIDEO,
            "video.js",
            VIDEO_SEMANTICS,
            css=("dist/video.css",),
            fullscreen=1,
            files={
                "dist/video.css": (SCRIPTS / "video.css").read_text(encoding="utf-8"),
                "dist/socle.css": ".h5p-overlay { outline: 3px solid rgb(1, 2, 3) }",
                "fonts/essai.woff2": FONT.read_bytes(),
            },
        ),
        imitation(PROBE, "sonde.js", PROBE_SEMANTICS),
        imitation(HABITS, "reprise.js", HABITS_SEMANTICS),
    ]


def choice(
    question: str = "La loutre nage-t-elle ?", *, confirm: bool = False, picture: bool = False
) -> dict[str, Any]:
    """Parameters of a choice whose first answer is right."""
    answers = [{"text": "<p>Oui</p>", "correct": True}, {"text": "<p>Non</p>", "correct": False}]
    media = {"type": sub(IMAGE, {"file": {"path": "images/a.png", "mime": "image/png"}, "alt": "Loutre"})}
    return {
        "question": f"<p>{question}</p>",
        "answers": answers,
        "behaviour": {"confirm": confirm},
        **({"media": media} if picture else {}),
    }


def sub(named: str, parameters: Any, number: int = 1) -> dict[str, Any]:
    """A sub-content as the editor writes it."""
    return {
        "library": named,
        "params": parameters,
        "subContentId": f"00000000-0000-4000-8000-{number:012d}",
        "metadata": {"contentType": "Choix", "license": "U", "title": f"Partie {number}"},
    }


def column(*questions: str) -> dict[str, Any]:
    content = [
        {"content": sub(CHOICE, choice(question, picture=True), number), "useSeparator": "auto"}
        for number, question in enumerate(questions, 1)
    ]
    return {"content": content}


def video(*questions: str) -> dict[str, Any]:
    return {
        "video": [{"path": "videos/a.wav", "mime": "audio/wav", "copyright": {"license": "U"}}],
        "tracks": [{"path": "tracks/fr.vtt", "mime": "text/vtt"}],
        "interactions": [
            {"label": f"Question {number}", "action": sub(CHOICE, choice(question), number)}
            for number, question in enumerate(questions, 1)
        ],
    }


def wave(seconds: int) -> bytes:
    """Silence, as a WAV file that any browser plays, in a video element too."""
    samples = bytes([128]) * 8000 * seconds
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def packed(main: str, parameters: Any, **manifest: Any) -> io.BytesIO:
    """A package of `main` with all the imitations and the files that their contents name."""
    files: dict[str, bytes | str] = {
        "images/a.png": PIXEL,
        "videos/a.wav": wave(2),
        "tracks/fr.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nLa loutre\n",
    }
    return package(*all_libraries(), main=main, parameters=parameters, files=files, **manifest)
