"""Changes of registrations, and of how an event lets people in."""

from conference.registrations.services.deciding import (
    approve,
    decide_later,
    decline,
    settle_all_registrations,
    settle_registrations,
    withdraw,
    write_note,
)
from conference.registrations.services.registering import register, register_newcomer
from conference.registrations.services.settings import (
    GroupFacts,
    GroupInUse,
    SettingsFacts,
    StaleSettings,
    TooManyGroups,
    add_group,
    edit_group,
    edit_settings,
    make_groups,
    move_group,
    remove_group,
)

__all__ = [
    "GroupFacts",
    "GroupInUse",
    "SettingsFacts",
    "StaleSettings",
    "TooManyGroups",
    "add_group",
    "approve",
    "decide_later",
    "decline",
    "edit_group",
    "edit_settings",
    "make_groups",
    "move_group",
    "register",
    "register_newcomer",
    "remove_group",
    "settle_all_registrations",
    "settle_registrations",
    "withdraw",
    "write_note",
]
