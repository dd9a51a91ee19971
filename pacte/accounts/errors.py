"""What accounts refuse."""


class AccountError(Exception):
    pass


class LinkSpent(AccountError):
    """The sign-in link was used, is too old, or was never ours."""


class AddressTaken(AccountError):
    """An account has this address already."""


class PersonExists(AccountError):
    """Someone of that name already reads this mailbox."""


class MailboxNotShared(AccountError):
    """One person alone reads this address."""
