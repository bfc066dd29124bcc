"""Forms about the hosts of sessions, and of hosts."""

from collections.abc import Sequence
from functools import cache

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from conference.draft.forms.frame import secure_address
from conference.draft.rules import limits
from conference.events.queries import Organiser
from conference.web.fields import CheckboxesField, VersionField, offered
from conference.web.forms import BaseForm, TextLength, TranslatedField


class HostsForm(BaseForm):
    """Says who hosts a session. Make it with :func:`hosts_form`."""

    hosts = CheckboxesField(_l("Hosts"), choices=[], coerce=int)
    note = TextAreaField(
        _l("What hosts should know"), validators=[TextLength(limits.BODY)],
        description=_l("The course of the session, telephone numbers, what to watch for. Hosts alone see it."),
    )  # fmt: skip


def hosts_form(people: Sequence[Organiser], hosts: Sequence[int], note: str) -> HostsForm:
    """Return the form that says who hosts a session, with what is stored."""
    form = HostsForm(data={"hosts": list(hosts), "note": note})
    form.hosts.choices = offered((str(one.account.id), one.account.name or one.account.email) for one in people)
    return form


@cache
def remains_form(languages: tuple[str, ...]) -> type[BaseForm]:
    """Return the form by which a host says what remains of a session, in these languages."""

    class RemainsForm(BaseForm):
        remains = TranslatedField(
            _l("What remains of it"), languages=languages, max_length=limits.BODY, multiline=True,
            description=_l("Notes and links for afterwards. You can write Markdown."),
        )  # fmt: skip
        recording_url = StringField(_l("Address of the recording"), validators=[TextLength(limits.URL), secure_address])
        version = VersionField()

    return RemainsForm
