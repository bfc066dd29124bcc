"""Commands of exchange: ``event list``, ``import``, ``export`` and ``publish``."""

import click

from conference.exchange.commands import listing, publishing, transfer
from conference.exchange.commands.group import event

__all__ = ["commands", "listing", "publishing", "transfer"]

commands: tuple[click.Command, ...] = (event,)
