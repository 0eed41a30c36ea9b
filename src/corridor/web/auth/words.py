"""What is wrong with a password that somebody wants, in words."""

from corridor.web.auth.accounts import Account
from corridor.web.auth.passwords import PASSWORD_LETTERS_MAX, PASSWORD_LETTERS_MIN
from corridor.web.i18n import Words

_KINDS_MIN = 4
"""Different letters that a password has at least: "aaaaaaaaaaaa" is none."""


def fault_in_password(_: Words, password: str, account: Account) -> str:
    """Why not; nothing where it will do. Length is what counts, so no kind of sign is demanded."""
    if len(password) < PASSWORD_LETTERS_MIN:
        return _("Use at least %(num)s letters.", num=PASSWORD_LETTERS_MIN)
    if len(password) > PASSWORD_LETTERS_MAX:
        return _("Use at most %(num)s letters.", num=PASSWORD_LETTERS_MAX)
    plain = password.casefold()
    if len(set(plain)) < _KINDS_MIN or account.login.casefold() in plain:
        return _("This is easy to guess. Use several words, without your login.")
    return ""
