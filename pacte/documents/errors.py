"""What can keep a document from being read, and how it is told to the person who brought it."""

from __future__ import annotations

from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
from django.utils.translation import gettext

_BYTES_IN_MEGABYTE = 1024 * 1024


def gettext_noop(message: str) -> str:
    """Mark a text for the catalogue; Django's own needs settings, which `pacte read` may lack."""
    return message


class DocumentError(Exception):
    """A document that cannot be read; nothing was changed by trying."""

    message = gettext_noop("Ce fichier ne peut pas être lu. Essayez avec une autre copie.")

    def sentence(self) -> str:
        """What happened and what to do, in French, with the places of its values."""
        return self.message

    def values(self) -> dict[str, str]:
        """What the sentence names: a limit, a format."""
        return {}


class EmptyDocument(DocumentError):
    message = gettext_noop(
        "Ce fichier est vide : il ne contient aucun texte. "
        "Vérifiez que c’est le bon, puis envoyez-le de nouveau."
    )


class MissingDocument(DocumentError):
    """The bytes that were kept are no longer where they were."""

    message = gettext_noop("Le fichier envoyé n’est plus sur le serveur. Envoyez-le de nouveau.")


class PasswordProtected(DocumentError):
    message = gettext_noop(
        "Ce fichier est protégé par un mot de passe. "
        "Enregistrez-en une copie sans mot de passe, puis envoyez-la."
    )


class CorruptDocument(DocumentError):
    message = gettext_noop(
        "Ce fichier est endommagé ou incomplet. "
        "Ouvrez-le dans son logiciel, enregistrez-en une copie, puis envoyez-la."
    )


class DangerousXml(CorruptDocument):
    """The XML inside declares a document type or entities, which no office software writes."""

    message = gettext_noop(
        "Ce fichier contient des déclarations qui peuvent bloquer l’ordinateur (entités XML). "
        "Ouvrez-le dans son logiciel, enregistrez-en une copie, puis envoyez-la."
    )


class ImageOnlyPdf(DocumentError):
    message = gettext_noop(
        "Ce PDF ne contient que des images : aucun texte ne peut y être lu. "
        "Envoyez le document d’origine (Word, Excel…) ou passez d’abord ce PDF par une "
        "reconnaissance de texte."
    )


class MisnamedDocument(DocumentError):
    """One whose content cannot be read; where its name promises another, the message says so.

    Args:
        found: what it holds, as people say it (« .doc », « PowerPoint », « image PNG »).
    """

    misnamed = DocumentError.message

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found
        self.named = ""  # the extension of its name, when it lies

    def sentence(self) -> str:
        return self.misnamed if self.named else self.message

    def values(self) -> dict[str, str]:
        return {"found": self.found, "named": self.named}


class UnsupportedFormat(MisnamedDocument):
    """A known format that is not read; `save_as` is one that its own software can save."""

    message = gettext_noop(
        "Le format {found} n’est pas lu. Enregistrez-le en {save_as}, puis envoyez-le."
    )
    misnamed = gettext_noop(
        "Malgré son nom en {named}, ce fichier est au format {found}, qui n’est pas lu. "
        "Enregistrez-le en {save_as}, puis envoyez-le."
    )

    def __init__(self, found: str, *, save_as: str = ".docx") -> None:
        super().__init__(found)
        self.save_as = save_as

    def values(self) -> dict[str, str]:
        return {**super().values(), "save_as": self.save_as}


class UnknownContent(MisnamedDocument):
    """What the file holds is no document, whatever its name says."""

    message = gettext_noop(
        "Ce fichier n’est pas un document qui peut être lu ({found}). "
        "Envoyez un fichier Word, Excel, OpenDocument, PDF, CSV, HTML ou texte."
    )
    misnamed = gettext_noop(
        "Malgré son nom en {named}, ce fichier n’est pas un document qui peut être lu ({found}). "
        "Envoyez un fichier Word, Excel, OpenDocument, PDF, CSV, HTML ou texte."
    )


class LimitExceeded(DocumentError):
    """One of the four limits of `reading.limits`; `limit` is the one that was set."""

    def __init__(self, limit: float) -> None:
        super().__init__(limit)
        self.limit = limit

    def values(self) -> dict[str, str]:
        return {"limit": f"{self.limit:,.0f}".replace(",", "\N{NO-BREAK SPACE}")}


class TooManyBytes(LimitExceeded):
    message = gettext_noop(
        "Ce fichier dépasse la taille permise ({limit} Mo). "
        "Retirez-en les images ou coupez-le en plusieurs fichiers."
    )

    def values(self) -> dict[str, str]:
        return {"limit": _megabytes(self.limit)}


class TooMuchUnpacked(LimitExceeded):
    message = gettext_noop(
        "Une fois décompressé, ce fichier dépasse la taille permise ({limit} Mo). "
        "Retirez-en les images ou coupez-le en plusieurs fichiers."
    )

    def values(self) -> dict[str, str]:
        return {"limit": _megabytes(self.limit)}


class TooManyRows(LimitExceeded):
    message = gettext_noop(
        "Ce fichier dépasse le nombre de lignes permis ({limit}). Coupez-le en plusieurs fichiers."
    )


class TooLong(LimitExceeded):
    message = gettext_noop(
        "La lecture de ce fichier dépasse le temps permis ({limit} secondes). "
        "Coupez-le en plusieurs fichiers."
    )


def describe(error: DocumentError) -> str:
    """Say in the reader's language what happened, what to do, and that nothing was changed.

    Works without Django settings too (`pacte read`): the text is then the French one.
    """
    said = _translated(error.sentence()).format(**error.values())
    return f"{said} {_translated(gettext_noop('Rien n’a été modifié.'))}"


def _translated(message: str) -> str:
    try:
        return gettext(message)
    except (ImproperlyConfigured, AppRegistryNotReady):
        return message


def _megabytes(size: float) -> str:
    megabytes = size / _BYTES_IN_MEGABYTE
    return f"{megabytes:.0f}" if megabytes >= 1 else f"{megabytes:.2g}".replace(".", ",")
