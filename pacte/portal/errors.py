"""What the portal can refuse."""


class SamplePresent(Exception):
    """The example stands in this démarche already."""


class SampleAbsent(Exception):
    """No example stands in this démarche."""
