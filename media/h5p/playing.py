"""What the player document needs: data for H5P's core, addresses of its files, and the policy that holds it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from media.addresses import record_url, site_url
from media.h5p import bundling, tokens
from media.h5p.data import NEEDS_EVAL, SANDBOX
from media.h5p.models import Content, Library
from media.h5p.outside import embedded_videos, sites_of
from media.h5p.player_texts import player_texts

CORE = "h5p-standalone/"
# Other libraries are drawn for a light ground only.
OUR_LIBRARIES = "PorteVoix."
# Seconds between two looks at the content's state.
SAVE_EVERY = 2
# What video libraries load; only a second origin may let them in (see docs of PV_PLAYER_ORIGIN).
VIDEO_SITES = ("https://www.youtube.com", "https://www.youtube-nocookie.com", "https://player.vimeo.com")
# Vimeo's script asks it how to show a video.
VIDEO_DESCRIPTIONS = ("https://vimeo.com",)


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything `h5p/player.html` draws.

    follows_scheme: the content has a dark look of its own.
    has_margin: the content is kept off the frame's edge, which most official types count on their host for.
    unseen_videos: addresses of videos that the policy keeps from playing in the content.
    """

    settings: dict[str, Any]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    policy: str
    follows_scheme: bool
    has_margin: bool
    unseen_videos: tuple[str, ...]


def player_address(content_id: int, *, ttl: timedelta = tokens.DEFAULT_TTL, followed: bool = False) -> str:
    """The signed address of a content's player; a followed player waits for its page to hand over the state."""
    query = {"jeton": tokens.token_for(content_id, ttl=ttl)} | ({"suivi": "1"} if followed else {})
    return f"{player_origin()}{reverse('h5p:player', args=(content_id,))}?{urlencode(query)}"


def player_origin() -> str:
    return str(getattr(settings, "PLAYER_ORIGIN", "") or "").rstrip("/")


def stage(*, content: Content, token: str, origin: str, waits: bool) -> Stage:
    """The stage of one content for the holder of `token`; two queries."""
    libraries = libraries_of(content)
    bundle = bundling.bundle_of(libraries)
    scripts = (static("h5p/player.js"), static(f"{CORE}frame.bundle.js"), bundle.script_url)
    styles = (
        static(f"{CORE}styles/h5p.css"),
        bundle.style_url,
        static("h5p/player.css"),
        *map(static, getattr(settings, "PV_H5P_STYLESHEETS", ())),
    )
    return Stage(
        settings={
            "contentId": content.pk,
            "waits": waits,
            "fallback": bundling.script_addresses(libraries),
            "integration": integration(content, libraries, token=token, origin=origin),
        },
        scripts=scripts,
        styles=styles,
        policy=policy_for(libraries, origin=origin, scripts=scripts, sites=sites_of(content.parameters)),
        follows_scheme=(ours := content.library.machine_name.startswith(OUR_LIBRARIES)),
        # What can take the whole screen is drawn up to the edges.
        has_margin=not ours and not content.library.metadata.get("fullscreen"),
        unseen_videos=unseen_videos(content),
    )


def unseen_videos(content: Content) -> tuple[str, ...]:
    """The videos that only a second origin would show, as long as there is none."""
    return () if player_origin() else embedded_videos(content.parameters)


def libraries_of(content: Content) -> list[Library]:
    """The libraries that a content loads, in loading order; one query."""
    rows = content.dependencies.select_related("library").defer("library__semantics").order_by("position")
    return [row.library for row in rows]


def integration(content: Content, libraries: Sequence[Library], *, token: str, origin: str) -> dict[str, Any]:
    """The `H5PIntegration` object of the core (h5p-php-library, `H5PCore::getAssets` and host plugins)."""
    media = reverse("h5p:media", args=(content.pk, token, "")).rstrip("/")
    return {
        "baseUrl": origin,
        "url": f"{origin}/h5p",
        "siteUrl": site_url(),
        "urlLibraries": f"{origin}{reverse('h5p:libraries')}".rstrip("/"),
        "libraryDirectories": {library.folder_name: library.path for library in libraries},
        "postUserStatistics": False,
        "reportingIsEnabled": True,
        "saveFreq": SAVE_EVERY,
        "ajax": {},
        # Media come from another origin than the frame's opaque one: without this a canvas could not use them.
        "crossorigin": "anonymous",
        "l10n": {"H5P": player_texts()},
        "core": {"scripts": [], "styles": []},
        "loadedJs": [],
        "loadedCss": [],
        "contents": {
            f"cid-{content.pk}": {
                "library": content.library.name,
                "jsonContent": json.dumps(content.parameters),
                "fullScreen": "1" if content.library.metadata.get("fullscreen") else "0",
                "displayOptions": dict.fromkeys(DISPLAY_OPTIONS, False),
                "contentUrl": f"{origin}{media}",
                "url": activity_iri(content.pk),
                "title": content.title,
                "metadata": core_metadata(content),
                "scripts": [],
                "styles": [],
            }
        },
    }


DISPLAY_OPTIONS = ("frame", "export", "embed", "copyright", "icon", "copy")
METADATA = ("authors", "source", "license", "licenseVersion", "licenseExtras", "yearFrom", "yearTo", "changes")


def core_metadata(content: Content) -> dict[str, Any]:
    """What the core shows of a content's title, licence and authors."""
    known = {name: content.metadata[name] for name in METADATA if content.metadata.get(name)}
    return {"license": "U", **known, "title": content.title, "defaultLanguage": content.language or "fr"}


def activity_path(content_id: int) -> str:
    return reverse("h5p:player", args=(content_id,))


def activity_iri(content_id: int) -> str:
    """The xAPI id of a content: the same whatever origin plays it."""
    return f"{record_url()}{activity_path(content_id)}"


def policy_for(libraries: Sequence[Library], *, origin: str, scripts: Sequence[str], sites: Sequence[str] = ()) -> str:
    """The Content Security Policy of a player document.

    The frame's origin is opaque, which `'self'` does not match: every source names the site. Scripts come
    only from the folders that serve the player and the libraries; files, also from the `sites` that the content
    itself names.
    """
    folders = sorted({_folder(address, origin) for address in (*scripts, reverse("h5p:libraries"))})
    needs_eval = any(library.machine_name in NEEDS_EVAL for library in libraries)
    second_origin = VIDEO_SITES if player_origin() else ()
    descriptions = VIDEO_DESCRIPTIONS if player_origin() else ()
    return _policy(
        {
            "default-src": ("'none'",),
            "script-src": (*folders, *(("'unsafe-eval'",) if needs_eval else ()), *second_origin),
            "style-src": (origin, *_static_origin(), "'unsafe-inline'"),
            "img-src": (origin, *_static_origin(), "data:", "blob:", *sites),
            "media-src": (origin, "data:", "blob:", *sites),
            "font-src": (origin, *_static_origin(), "data:"),
            "connect-src": (origin, "data:", "blob:", *descriptions),
            "frame-src": second_origin or ("'none'",),
            "form-action": ("'none'",),
            # jQuery's `parseHTML`, which content types call, makes a `base` in a document beside this one.
            "base-uri": (origin,),
            "object-src": ("'none'",),
            "frame-ancestors": _ancestors(origin),
        }
    )


def closed_policy(origin: str) -> str:
    """The policy of the page that says a content is closed."""
    return _policy(
        {
            "default-src": ("'none'",),
            "style-src": (origin, *_static_origin()),
            "frame-ancestors": _ancestors(origin),
        }
    )


def _policy(directives: dict[str, Sequence[str]]) -> str:
    parts = [f"{name} {' '.join(dict.fromkeys(sources))}" for name, sources in directives.items()]
    # On its own origin the player keeps that origin: third-party videos need it.
    sandbox = f"{SANDBOX} allow-same-origin" if player_origin() else SANDBOX
    return "; ".join((*parts, f"sandbox {sandbox}"))


def _ancestors(origin: str) -> tuple[str, ...]:
    return (origin, _origin_of(site_url()), *getattr(settings, "PV_H5P_FRAME_ANCESTORS", ()))


def _folder(address: str, origin: str) -> str:
    whole = address if "://" in address else f"{origin}{address}"
    return f"{whole.rsplit('/', 1)[0]}/"


def _static_origin() -> tuple[str, ...]:
    return (_origin_of(settings.STATIC_URL),) if "://" in settings.STATIC_URL else ()


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
