"""The colours of printed tables: warm neutrals, legible without colour and on a poor printer."""

INK = "#1f1c17"
MUTED = "#5d564a"
LINE = "#cfc8ba"
SHADE = "#f3efe7"  # header rows
BAND = "#e6edec"  # rows that open a part
SOFT = "#f4f7f6"
ACCENT = "#0f5964"
