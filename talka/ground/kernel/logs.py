"""Logs that hold no values: what failed and where, never what somebody typed."""

from __future__ import annotations

import logging
import traceback


class WithoutValues(logging.Filter):
    """Replace an exception's message by its type and place; drop attached requests.

    Database errors quote the failing row, form errors quote the input. Neither may reach a file.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            frames = traceback.extract_tb(trace)[-6:]
            where = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames))
            record.msg, record.args = f"{kind.__name__} at {where}", ()
            record.exc_info = record.exc_text = None
        return True
