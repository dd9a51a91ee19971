"""What initiatives refuse."""


class InitiativeError(Exception):
    pass


class InvitationSpent(InitiativeError):
    """The invitation was accepted, revoked, is too old, or was never ours."""


class InvitationForAnother(InitiativeError):
    """Someone else is signed in than the person who was invited."""


class AlreadyMember(InitiativeError):
    """She has this role already, on one of these days at least."""


class EndBeforeStart(InitiativeError):
    """A role ends on the day it begins, or later."""


class NoEnd(InitiativeError):
    """A consultant's access ends by itself: on which day must be said."""


class TooLong(InitiativeError):
    """A consultant's access lasts a year at most."""


class LastLead(InitiativeError):
    """An initiative keeps at least one person who leads it."""


class DeputyUnknown(InitiativeError):
    """Who stands in takes part in the initiative, and is another person."""


class AlreadyAway(InitiativeError):
    """Somebody stands in for her already, on one of these days at least."""


class TerritoryMissing(InitiativeError):
    """An initiative is somewhere."""


class SeveralCountries(InitiativeError):
    """Its territories are in one country, whose paper, money and hours it takes."""


class AlreadyLed(InitiativeError):
    """Someone leads it: she invites the others."""


class SlugTaken(InitiativeError):
    """Another initiative has this address."""


class NameTaken(InitiativeError):
    """The list has an entry of that name already."""


class ListStarted(InitiativeError):
    """The list has entries: those that are proposed would come beside them."""
