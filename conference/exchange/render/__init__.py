"""The printable programme: release and words in, a tagged PDF out."""

from conference.exchange.render.booklet import Booklet, PrintWords, booklet_of
from conference.exchange.render.kept import Kept
from conference.exchange.render.printing import pdf_of

__all__ = ["Booklet", "Kept", "PrintWords", "booklet_of", "pdf_of"]
