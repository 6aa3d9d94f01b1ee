"""Small real packages, built by the tests."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

SCRIPT = """
window.Essai = window.Essai || {};
Essai.%(name)s = function (params, contentId, extras) {
  H5P.EventDispatcher.call(this);
  this.contentId = contentId;
  this.typed = (extras && extras.previousState && extras.previousState.typed) || '';
  this.attach = function ($container) {
    var self = this;
    $container.html('<label>Mot <input></label><p class="texte"></p><img alt=""><button>Finir</button>');
    $container.find('.texte').html(params.text || '');
    $container.find('input').val(self.typed).on('input', function () { self.typed = this.value; });
    if (params.picture) H5P.setSource($container.find('img').get(0), params.picture, contentId);
    $container.find('button').on('click', function () {
      self.triggerXAPIScored(self.typed === 'loutre' ? 1 : 0, 1, 'completed', true, self.typed === 'loutre');
    });
    this.setActivityStarted();
  };
  this.getCurrentState = function () { return { typed: this.typed }; };
};
Essai.%(name)s.prototype = Object.create(H5P.EventDispatcher.prototype);
"""
SEMANTICS = [
    {"name": "text", "type": "text", "tags": ["strong"], "label": "Texte"},
    {"name": "picture", "type": "image", "optional": True, "label": "Image"},
    {
        "name": "sub",
        "type": "library",
        "optional": True,
        "options": ["Essai.Autre 1.0"],
        "label": "Sous-contenu",
    },
]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def library(
    name: str = "Essai.Mot",
    version: tuple[int, int, int] = (1, 0, 0),
    *,
    needs: tuple[str, ...] = (),
    files: Mapping[str, bytes | str] | None = None,
    **metadata: Any,
) -> dict[str, bytes | str]:
    """The files of one library, by name in a package."""
    major, minor, patch = version
    described = {
        "title": name,
        "machineName": name,
        "majorVersion": major,
        "minorVersion": minor,
        "patchVersion": patch,
        "runnable": 1,
        "license": "MIT",
        "preloadedJs": [{"path": "mot.js"}],
        "preloadedCss": [{"path": "styles/mot.css"}],
        "preloadedDependencies": [dependency(each) for each in needs],
        **metadata,
    }
    folder = f"{name}-{major}.{minor}"
    own = {
        "library.json": json.dumps(described),
        "semantics.json": json.dumps(SEMANTICS),
        "mot.js": SCRIPT % {"name": name.split(".")[-1]},
        "styles/mot.css": ".h5p-container { background: url('../images/fond.svg') }",
        "images/fond.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        **(files or {}),
    }
    return {f"{folder}/{path}": content for path, content in own.items()}


def dependency(text: str) -> dict[str, Any]:
    name, version = text.split(" ")
    major, minor = version.split(".")
    return {"machineName": name, "majorVersion": int(major), "minorVersion": int(minor)}


def package(
    *libraries: Mapping[str, bytes | str],
    main: str = "Essai.Mot 1.0",
    parameters: Any = None,
    files: Mapping[str, bytes | str] | None = None,
    **manifest: Any,
) -> io.BytesIO:
    """A package with these libraries and a content that `main` plays."""
    described = {
        "title": "Un mot",
        "language": "fr",
        "mainLibrary": main.split(" ")[0],
        "embedTypes": ["div"],
        "license": "CC BY-SA",
        "licenseVersion": "4.0",
        "authors": [{"name": "Ada", "role": "Author"}, {"name": "Bo", "role": "Editor"}],
        "preloadedDependencies": [dependency(main)],
        **manifest,
    }
    entries: dict[str, bytes | str] = {
        "h5p.json": json.dumps(described),
        "content/content.json": json.dumps({"text": "Bonjour"} if parameters is None else parameters),
    }
    for path, content in (files or {}).items():
        entries[f"content/{path}"] = content
    for each in libraries:
        entries.update(each)
    return zipped(entries)


def zipped(entries: Mapping[str, bytes | str]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    out.seek(0)
    return out
