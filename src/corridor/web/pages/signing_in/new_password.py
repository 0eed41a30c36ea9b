"""What is wrong with a password that somebody wants, in words."""

from corridor.web.auth.accounts import Account
from corridor.web.auth.passwords import PASSWORD_LETTERS_MAX, PASSWORD_LETTERS_MIN
from corridor.web.forms import Form
from corridor.web.i18n import Words

_KINDS_MIN = 4
"""Different letters that a password has at least: "aaaaaaaaaaaa" is none."""


def new_password(_: Words, form: Form, account: Account) -> str:
    """The password typed twice; what is wrong with it stands at its field."""
    new = form.secret("new_password")
    fault = _fault_in(_, new, account)
    if fault:
        form.add_error("new_password", fault)
    elif new != form.secret("again_password"):
        form.add_error("again_password", _("The two do not agree. Type the new password again."))
    return new


def _fault_in(_: Words, password: str, account: Account) -> str:
    """Why not; nothing where it will do. Length is what counts, so no kind of sign is demanded."""
    if len(password) < PASSWORD_LETTERS_MIN:
        return _("Use at least %(num)s letters.", num=PASSWORD_LETTERS_MIN)
    if len(password) > PASSWORD_LETTERS_MAX:
        return _("Use at most %(num)s letters.", num=PASSWORD_LETTERS_MAX)
    plain = password.casefold()
    if len(set(plain)) < _KINDS_MIN or account.login.casefold() in plain:
        return _("This is easy to guess. Use several words, without your login.")
    return ""
