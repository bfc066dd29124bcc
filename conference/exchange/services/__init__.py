"""Reading files of any known format, and importing what they hold into the draft."""

from conference.exchange.services.importing import import_programme
from conference.exchange.services.reading import READERS, programme_from_bytes
from conference.exchange.services.report import ImportReport, Tally

__all__ = ["READERS", "ImportReport", "Tally", "import_programme", "programme_from_bytes"]
