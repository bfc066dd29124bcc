"""The user names of calendar accounts. Pure."""


def user_of(email: str, number: int) -> str:
    """Return the name by which a program signs in to a calendar account: ``ada@example.org/7``.

    Thunderbird keeps one password for each name at a host. With the e-mail alone for a name, whoever takes up the
    agendas of two events would have the password of the second used for both.

    :param number: of the private address.
    """
    return f"{email}/{number}"


def email_of(user: str) -> str:
    """Return the e-mail in a user name, whatever number follows it: the password says which account is meant."""
    email, slash, number = user.rpartition("/")
    return email if slash and "@" in email and "@" not in number else user
