"""What can be refused when a document is written."""


class WritingError(Exception):
    pass


class PictureUnreadable(WritingError):
    """Neither PNG, JPEG, GIF nor SVG, or damaged."""


class TemplateUnreadable(WritingError):
    """Not a Word document, or damaged."""


class TooMuchToLayOut(Exception):
    """The pages of a document took more memory or time than they were given."""
