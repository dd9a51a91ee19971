"""Kernel without business words: who acts, what happened, files, jobs, backups, deletion."""
