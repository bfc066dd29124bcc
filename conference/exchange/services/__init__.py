"""Reading files of any known format, planning what they would do, and importing them into the draft."""

from conference.exchange.services.importing import import_programme
from conference.exchange.services.planning import plan_import
from conference.exchange.services.reading import READERS, programme_from_bytes
from conference.exchange.services.report import ImportReport, Tally
from conference.exchange.services.uploads import (
    DraftMoved,
    ImportDone,
    NotReady,
    clear_uploads,
    keep_upload,
    map_columns,
    plan_anew,
    plan_of,
    remove_upload,
    report_of,
    run_upload,
    undo_import,
)

__all__ = [
    "READERS",
    "DraftMoved",
    "ImportDone",
    "ImportReport",
    "NotReady",
    "Tally",
    "clear_uploads",
    "import_programme",
    "keep_upload",
    "map_columns",
    "plan_anew",
    "plan_import",
    "plan_of",
    "programme_from_bytes",
    "remove_upload",
    "report_of",
    "run_upload",
    "undo_import",
]
