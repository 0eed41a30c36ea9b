"""Why a file is not taken, in words."""

from typing import Final

from litestar.exceptions import HTTPException

from corridor.domain.refusals import N_

TEXTS: Final = {
    "type": N_(
        "This is no file that is taken, whatever its name says: PDF, JPEG, PNG, WebP, TIFF and "
        "XLSX are."
    ),
    "cut_off": N_("The file has no end: it was cut off before it came here. Make it anew."),
    "broken": N_("The file is damaged and cannot be opened. Make it anew."),
    "locked": N_("The file is locked by a password. Take the password off, then upload it."),
    "macros": N_("The workbook has macros. Save it as XLSX without them."),
    "bomb": N_("Unpacked, the file would be larger than is taken."),
    "pixels": N_("The picture has too many pixels: 100 million at most."),
    "too_long": N_("Looking into the file took too long. Make it smaller or simpler."),
    "too_much": N_("Looking into the file took too much memory. Make it smaller or simpler."),
    "too_large": N_(
        "The file is too large: 25 MB at most, of a PDF or a TIFF of scanned pages 100 MB."
    ),
    "empty": N_("The file is empty."),
    "no_file": N_("Choose a file."),
    "full": N_("No more than %(limit)s files belong to one dossier."),
    "virus": N_("The virus scanner found %(found)s in it. The file was not kept."),
    "no_scanner": N_("This node takes no files: it has no virus scanner yet."),
    "too_many": N_("Too many uploads are under way. Finish or drop some first."),
}


class FileRefused(HTTPException):
    """The file is not taken, and nothing of it is kept. `code` is one of `TEXTS`."""

    status_code = 422

    def __init__(self, code: str, status: int = 422, **args: str) -> None:
        super().__init__(detail=f"file_{code}", status_code=status)
        self.code = code
        self.args_shown = args
