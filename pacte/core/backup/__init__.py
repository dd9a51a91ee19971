"""Everything in one verified file, the database and the files, from either engine to either."""

from pacte.core.backup.archive import BackupDamaged, BackupTooNew, Manifest, verify
from pacte.core.backup.making import automatic, is_new, make
from pacte.core.backup.restoring import load_rows, restore

__all__ = [
    "BackupDamaged",
    "BackupTooNew",
    "Manifest",
    "automatic",
    "is_new",
    "load_rows",
    "make",
    "restore",
    "verify",
]
