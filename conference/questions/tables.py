"""The columns of a question, in the table of whichever form asks it."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from conference.translated import Translated


class Asked:
    """What every table of questions has. A question that is no longer asked stays, for the answers that it has."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[Translated]
    help: Mapped[Translated] = mapped_column(default=dict)
    choices: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """See :class:`conference.questions.rules.asking.Choice`."""
    is_required: Mapped[bool] = mapped_column(default=False)
    is_asked: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it with the class
        """Let the version rise with each change."""
        return {"version_id_col": cls.version}
