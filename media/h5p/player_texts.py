"""The words of H5P's core (`H5PIntegration.l10n.H5P`), in the language of the request."""

from django.utils.translation import gettext as _


def player_texts() -> dict[str, str]:
    """Key of the core → words."""
    return {**_controls(), **_rights(), **_licences(), **_dialogs(), **_connection()}


def _controls() -> dict[str, str]:
    return {
        "fullscreen": _("Full screen"),
        "disableFullscreen": _("Leave full screen"),
        "download": _("Download"),
        "copyrights": _("Rights of use"),
        "embed": _("Embed"),
        "size": _("Size"),
        "width": _("Width"),
        "showAdvanced": _("Show advanced options"),
        "hideAdvanced": _("Hide advanced options"),
        "advancedHelp": _("Add this script to your page so that the frame takes the height of the activity:"),
        "close": _("Close"),
        "reuse": _("Reuse"),
        "reuseContent": _("Reuse this activity"),
        "reuseDescription": _("Reuse this activity."),
        "downloadDescription": _("Download this activity as an H5P file."),
        "copyrightsDescription": _("See the rights of use of this activity."),
        "embedDescription": _("See the code that embeds this activity."),
        "h5pDescription": _("Go to H5P.org."),
        "showMore": _("Show more"),
        "showLess": _("Show less"),
        "contentCopied": _("The activity was copied."),
    }


def _rights() -> dict[str, str]:
    return {
        "copyrightInformation": _("Rights of use"),
        "title": _("Title"),
        "author": _("Author"),
        "year": _("Year"),
        "source": _("Source"),
        "license": _("Licence"),
        "thumbnail": _("Thumbnail"),
        "noCopyrights": _("Nothing is said of the rights of use."),
        "by": _("by"),
        "contentType": _("Type of activity"),
        "licenseExtras": _("More about the licence"),
        "changes": _("Changes"),
        "subLevel": _("Sublevel"),
    }


def _licences() -> dict[str, str]:
    return {
        "licenseU": _("Not stated"),
        "licenseCCBY": _("Attribution"),
        "licenseCCBYSA": _("Attribution, share alike"),
        "licenseCCBYND": _("Attribution, no derivatives"),
        "licenseCCBYNC": _("Attribution, non-commercial"),
        "licenseCCBYNCSA": _("Attribution, non-commercial, share alike"),
        "licenseCCBYNCND": _("Attribution, non-commercial, no derivatives"),
        "licenseCC40": _("4.0 International"),
        "licenseCC30": _("3.0 Unported"),
        "licenseCC25": _("2.5 Generic"),
        "licenseCC20": _("2.0 Generic"),
        "licenseCC10": _("1.0 Generic"),
        "licenseGPL": _("General Public License"),
        "licenseV3": _("Version 3"),
        "licenseV2": _("Version 2"),
        "licenseV1": _("Version 1"),
        "licensePD": _("Public domain"),
        "licenseCC010": _("CC0 1.0 Universal, dedicated to the public domain"),
        "licensePDM": _("Public domain mark"),
        "licenseC": _("All rights reserved"),
    }


def _dialogs() -> dict[str, str]:
    return {
        "contentChanged": _("This activity has changed since you last opened it."),
        "contentChangedTitle": _("A new version"),
        "startingOver": _("It starts again from the beginning. What you had completed stays completed."),
        "confirmDialogHeader": _("Please confirm"),
        "confirmDialogBody": _("Do you want to go on? This cannot be undone."),
        "cancelLabel": _("Cancel"),
        "confirmLabel": _("Confirm"),
    }


def _connection() -> dict[str, str]:
    return {
        "connectionLost": _("The connection is lost. Your answers are kept and will be sent when it returns."),
        "connectionReestablished": _("The connection is back."),
        "resubmitScores": _("Your answers are being sent."),
        "offlineDialogHeader": _("The connection to the site is lost"),
        "offlineDialogBody": _("Your answers are kept in this browser. Please check your connection."),
        "offlineDialogRetryMessage": _("Next try in :num…"),
        "offlineDialogRetryButtonLabel": _("Try again now"),
        "offlineSuccessfulSubmit": _("Your answers have been sent."),
    }
