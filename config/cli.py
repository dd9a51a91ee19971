"""The `pacte` command: what people who host Pacte do, one function per command."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from config.opening import DemonstrationRunning, open_demonstration, open_site

if TYPE_CHECKING:
    import socket

    from pacte.accounts.models import User

PORT = click.IntRange(1, 65535)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="pacte", prog_name="pacte")
def main() -> None:
    """Pacte : la feuille de route emploi d’un territoire, écrite, suivie et publiée ensemble."""


def open_ready_site() -> None:
    """Open the site for a command that reads or writes its rows."""
    open_site()
    _refuse_if_behind()


def _refuse_if_behind() -> None:
    from config import upgrading

    if upgrading.pending():
        refuse("La base de données n’est pas à jour : lancez d’abord « pacte migrate ».")


def say(message: str) -> None:
    click.echo(message)


def refuse(message: str, status: int = 1) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(status)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", type=PORT, default=8000, show_default=True, envvar="PORT")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--worker/--no-worker", "with_worker", default=True, help="Travaux en arrière-plan.")
def serve(host: str, port: int, processes: int, *, with_worker: bool) -> None:
    """Lancer le site et son exécutant de travaux."""
    if host == "127.0.0.1":
        os.environ.setdefault("SITE_URL", f"http://{host}:{port}")
    open_site()
    from config import serving

    listener = _listen(host, port)
    _refuse_if_behind()
    serving.gather_static_files()
    say(f"Pacte : http://{host}:{port}/  (Ctrl+C pour arrêter)")
    serving.serve(listener=listener, processes=processes, with_worker=with_worker)


def _listen(host: str, port: int) -> socket.socket:
    from config import serving

    try:
        return serving.listen(host, port)
    except serving.PortTaken:
        refuse(f"Le port {port} est déjà pris : choisissez-en un autre, comme PORT={port + 1}.")


@main.command()
@click.option("--with-parent", is_flag=True, hidden=True)
def worker(*, with_parent: bool) -> None:
    """Exécuter les travaux en arrière-plan (le site lance déjà le sien)."""
    open_site()
    from pacte.core.worker import Worker

    Worker().run(with_parent=with_parent)


@main.command()
@click.option("--without-territories", is_flag=True, help="Ne pas charger les territoires.")
def migrate(*, without_territories: bool) -> None:
    """Mettre la base de données à jour, après l’avoir sauvegardée.

    Les territoires officiels y sont chargés s’ils n’y sont pas.
    """
    open_site()
    from config import upgrading

    steps, saved = upgrading.migrate()
    if saved is not None:
        say(f"Sauvegarde faite avant la mise à jour : {saved}")
    say(f"Base de données à jour ({steps} changements)." if steps else "Rien à mettre à jour.")
    if not without_territories and upgrading.lacks_territories():
        say("Chargement des territoires officiels de France et du Québec…")
        upgrading.load_territories()
    if upgrading.lacks_people():
        say("Créez maintenant votre compte : pacte create-admin ADRESSE")


@main.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rows", is_flag=True, hidden=True, help="Les lignes seules, sans les fichiers.")
def backup_command(file: Path | None, *, rows: bool) -> None:
    """Sauvegarder la base et les fichiers dans un seul fichier, relu et vérifié."""
    open_site()
    from django.conf import settings
    from django.utils import timezone

    from pacte.core import backup

    at = timezone.now()
    path = file or settings.BACKUP_DIR / f"pacte-{at:%Y%m%d-%H%M%S}.zip"
    try:
        manifest = backup.make(path, at=at, form="rows" if rows else "", with_files=not rows)
    except (OSError, sqlite3.Error) as error:
        refuse(f"La sauvegarde n’a pas pu être faite : {error}")
    counted = f"{sum(manifest.rows.values())} lignes et {len(manifest.files)} fichiers"
    say(f"{path} : {counted}, vérifiés.")
    for name in manifest.missing_files:
        say(f"Attention : le fichier {name} manque déjà dans {settings.MEDIA_ROOT}.")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Ne pas demander de confirmation.")
def restore(file: Path, *, yes: bool) -> None:
    """Remettre une sauvegarde à la place des données actuelles (gardées dans une autre)."""
    open_site()
    from pacte.core import backup

    try:
        manifest = backup.verify(file)
        if not yes:
            click.confirm(
                f"Remplacer toutes les données par celles du {manifest.made_at[:16]} ?", abort=True
            )
        if not backup.is_new():
            say(f"Données actuelles gardées dans {_safety_copy(file)}")
        manifest = backup.restore(file)
    except backup.BackupDamaged:
        refuse(f"{file} n’est pas une sauvegarde de Pacte, ou elle est abîmée : rien n’a changé.")
    except backup.BackupTooNew:
        refuse(f"{file} vient d’une version plus récente de Pacte : mettez Pacte à jour d’abord.")
    except (OSError, sqlite3.Error) as error:
        refuse(f"Rien n’a changé : {error}")
    say(f"{sum(manifest.rows.values())} lignes et {len(manifest.files)} fichiers remis en place.")
    say("Relancez le site ; chacun devra se reconnecter.")


def _safety_copy(restored: Path) -> Path:
    from django.utils import timezone

    from pacte.core import backup

    return backup.automatic("avant-restauration", at=timezone.now(), spare=restored)


@main.command("load-rows", hidden=True)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_rows(file: Path) -> None:
    """Remplir une base vide (étape d’une restauration)."""
    open_site()
    from pacte.core import backup

    backup.load_rows(file)


@main.command("check-health")
def check_health() -> None:
    """Dire si le site va bien : base, mises à jour, exécutant, disque."""
    open_site()
    from django.utils import timezone

    from config import upgrading
    from pacte.core import health

    found = health.look(timezone.now())
    troubles = [
        *found.troubles,
        *(["migrations"] if found.database and upgrading.pending() else []),
    ]
    say(f"base : {'oui' if found.database else 'non'}")
    say(f"exécutant : {'muet' if found.worker is None else f'vu il y a {found.worker} s'}")
    say(f"travaux en attente : {found.waiting}")
    say(f"disque libre : {found.disk // 1024**2} Mo")
    if troubles:
        refuse(f"En défaut : {', '.join(troubles)}")


@main.command()
@click.option("--port", type=PORT, default=8000, show_default=True, envvar="PORT")
@click.option("--reset", is_flag=True, help="Repartir de données neuves.")
def demo(port: int, *, reset: bool) -> None:
    """Lancer le site avec deux territoires fictifs."""
    listener = _listen("127.0.0.1", port)
    try:
        lock = open_demonstration(port)
    except DemonstrationRunning:
        refuse("La démonstration tourne déjà dans un autre terminal.")
    from config import demonstration, serving

    with lock:
        if reset or not demonstration.is_filled():
            say("Préparation des données de démonstration…")
        demonstration.prepare(reset=reset)
        serving.gather_static_files()
        say(f"Pacte : http://127.0.0.1:{port}/  (Ctrl+C pour arrêter)")
        serving.serve(listener=listener, processes=1, with_worker=True)


@main.command()
@click.argument("file")
@click.option("--format", "form", type=click.Choice(["json", "text"]), default="text")
def read(file: str, form: str) -> None:
    """Lire un document et dire ce qui en est compris (« - » : un texte collé)."""
    open_site(keeps_data=False)
    from pacte.roadmap.importing import command

    sys.exit(command.read(file, form=form))


@main.command("import")
@click.argument("file")
@click.option("--initiative", required=True, metavar="SLUG", help="La démarche qui reçoit le plan.")
@click.option("--yes", is_flag=True, help="Créer le plan sans demander.")
def import_plan(file: str, initiative: str, *, yes: bool) -> None:
    """Lire un document et en faire un plan."""
    open_ready_site()
    from django.core.management import CommandError, call_command

    try:
        call_command("import_plan", file, initiative=initiative, yes=yes)
    except CommandError as error:
        refuse(str(error), error.returncode)


@main.command("create-admin")
@click.argument("email")
@click.option("--name", default="", help="Nom affiché.")
def create_admin(email: str, name: str) -> None:
    """Créer un compte d’administration et donner le lien qui l’ouvre."""
    open_ready_site()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from pacte.accounts import operations
    from pacte.accounts.errors import AddressTaken
    from pacte.core.actor import SYSTEM

    try:
        validate_email(email)
        user = operations.create_account(
            email=email, name=name, is_operator=True, by=SYSTEM, at=timezone.now()
        )
    except ValidationError:
        refuse(f"« {email} » n’est pas une adresse électronique.")
    except AddressTaken:
        refuse(f"Un compte porte déjà l’adresse {email}.")
    say(_link_of(user))


@main.command("add-lead")
@click.argument("email")
@click.option("--initiative", required=True, metavar="SLUG", help="La démarche qu’elle mènera.")
def add_lead(email: str, initiative: str) -> None:
    """Confier une démarche à une personne de plus, quand son équipe n’y peut rien."""
    open_ready_site()
    from django.utils import timezone

    from pacte.core.actor import SYSTEM
    from pacte.initiatives import operations
    from pacte.initiatives.errors import AlreadyMember
    from pacte.initiatives.models import Initiative

    place = Initiative.objects.filter(slug=initiative).first()
    if place is None:
        refuse(f"Aucune démarche n’a l’adresse {initiative}.")
    try:
        user = operations.add_lead(initiative=place, email=email, by=SYSTEM, at=timezone.now())
    except AlreadyMember:
        refuse(f"{email} mène déjà cette démarche.")
    say(_link_of(user))


@main.command("sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Donner un lien qui connecte une personne, une fois."""
    say(_link_of(_user_of(email, is_active=True)))


@main.command("close-account")
@click.argument("email")
def close_account(email: str) -> None:
    """Fermer un compte et toutes ses sessions ; ce qu’il a écrit reste."""
    user = _user_of(email, is_active=True)
    from django.utils import timezone

    from pacte.accounts import operations
    from pacte.core.actor import SYSTEM

    operations.close_account(user=user, by=SYSTEM, at=timezone.now())
    say(f"Le compte {user.email} est fermé. Pour le rouvrir : pacte reopen-account {user.email}")


@main.command("reopen-account")
@click.argument("email")
def reopen_account(email: str) -> None:
    """Rouvrir un compte fermé, et donner le lien qui connecte."""
    user = _user_of(email, is_active=False)
    from django.utils import timezone

    from pacte.accounts import operations
    from pacte.core.actor import SYSTEM

    say(_link_of(operations.reopen_account(user=user, by=SYSTEM, at=timezone.now())))


@main.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Laisser entrer par le mot de passe seul une personne qui a perdu téléphone, clé et codes."""
    user = _user_of(email, is_active=True)
    from django.utils import timezone

    from pacte.accounts import operations
    from pacte.core.actor import SYSTEM

    if not operations.reset_second_factor(user=user, by=SYSTEM, at=timezone.now()):
        refuse(f"{user.email} n’a pas de double vérification.")
    say(f"{user.email} entre de nouveau sans double vérification ; ses sessions sont fermées.")


@main.command("reseal-second-factors")
def reseal_second_factors() -> None:
    """Chiffrer avec la clé actuelle ce qu’une ancienne (SECRET_KEY_FALLBACKS) chiffrait."""
    open_ready_site()
    from pacte.accounts import operations

    if lost := operations.reseal_second_factors():
        refuse(f"{lost} secrets ne se lisent avec aucune des clés ; les autres sont à jour.")
    say("Tout est chiffré avec la clé actuelle : l’ancienne peut être retirée.")


def _user_of(email: str, *, is_active: bool) -> User:
    open_ready_site()
    from pacte.accounts.models import User

    user = User.objects.filter(email__iexact=email, is_active=is_active).first()
    if user is None:
        which = "ouvert" if is_active else "fermé"
        refuse(f"Aucun compte {which} ne porte l’adresse {email}.")
    return user


def _link_of(user: User) -> str:
    from django.conf import settings
    from django.urls import reverse

    from pacte.accounts import operations

    secret = operations.sign_in_link(user=user)
    return f"{settings.SITE_URL}{reverse('accounts:sign_in_by_link', args=[secret])}"


@main.command("load-territories")
def load_territories() -> None:
    """Charger les territoires officiels de France et du Québec, ou les mettre à jour."""
    open_ready_site()
    from django.core.management import call_command

    call_command("load_territories")


@main.command()
def docs() -> None:
    """Écrire de nouveau les pages de docs/ qui viennent du code."""
    from config import reference

    for path in reference.write():
        say(str(path))


if __name__ == "__main__":
    main()
