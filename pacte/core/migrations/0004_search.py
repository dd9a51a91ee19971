"""The index of what people may find, with the database's own full-text index beside it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# A later migration that has SQLite make the table anew must lay the triggers anew as well.
SQLITE = (
    """CREATE VIRTUAL TABLE core_search_fts USING fts5(
        title, words, space, content='core_searchentry', content_rowid='id', prefix='2 3'
    )""",
    """CREATE TRIGGER core_search_added AFTER INSERT ON core_searchentry BEGIN
        INSERT INTO core_search_fts(rowid, title, words, space)
        VALUES (new.id, new.title, new.words, new.space);
    END""",
    """CREATE TRIGGER core_search_removed AFTER DELETE ON core_searchentry BEGIN
        INSERT INTO core_search_fts(core_search_fts, rowid, title, words, space)
        VALUES ('delete', old.id, old.title, old.words, old.space);
    END""",
)
POSTGRESQL = (
    """ALTER TABLE core_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A')
        || setweight(to_tsvector('simple', words), 'B')
    ) STORED""",
    "CREATE INDEX core_search_vector ON core_searchentry USING gin (vector)",
)


def add_index(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def remove_index(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER core_search_added")
        schema_editor.execute("DROP TRIGGER core_search_removed")
        schema_editor.execute("DROP TABLE core_search_fts")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_mail_and_automations"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("key", models.BigIntegerField()),
                ("space", models.CharField(max_length=40)),
                ("title", models.TextField()),
                ("words", models.TextField(blank=True)),
                ("is_kept", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["space"], name="search_entry_space")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("kind"),
                        models.F("key"),
                        models.F("space"),
                        models.F("is_kept"),
                        name="search_entry_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("space", models.CharField(max_length=40)),
                ("term", models.CharField(max_length=40)),
                ("is_kept", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("space"),
                        models.F("term"),
                        models.F("is_kept"),
                        name="search_term_unique",
                    )
                ],
            },
        ),
        migrations.RunPython(add_index, remove_index),
    ]
