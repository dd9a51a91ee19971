"""What the network refuses."""


class NetworkError(Exception):
    pass


class NameMissing(NetworkError):
    """Someone without a name cannot be found again."""


class NameTaken(NetworkError):
    """Another one of that name is there already."""


class DatesReversed(NetworkError):
    """A function ends before it begins."""


class NumberTaken(NetworkError):
    """A SIRET or a NEQ is one organisation's."""


class NumberInvalid(NetworkError):
    """A SIRET has 14 digits, a NEQ has 10."""


class DateToCome(NetworkError):
    """A name is changed once the day has come."""


class NamesOverlap(NetworkError):
    """An organisation has one name at a time."""


class SameOrganisation(NetworkError):
    """One is merged with another."""


class AlreadyMerged(NetworkError):
    """Someone merged it meanwhile, with `into`."""

    def __init__(self, merged: object, into: object) -> None:
        super().__init__()
        self.merged, self.into = merged, into


class NoColumnKnown(NetworkError):
    """No table of a sheet has a heading that names an organisation or a person."""


class SheetEnded(NetworkError):
    """Someone took this sheet in meanwhile."""


class PlaceTaken(NetworkError):
    """Somebody answers for that commune at that rank."""


class MoveRefused(NetworkError):
    """A referent does not go from where she stands to there."""
