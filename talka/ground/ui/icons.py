"""Our few icons: strokes on a 24 × 24 grid, drawn by the house, always beside a word."""

from __future__ import annotations

PATHS = {
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "cross": "M6 6l12 12M18 6L6 18",
    "plus": "M12 5v14M5 12h14",
    "next": "M9 5l7 7-7 7",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "lock": "M7 11V8a5 5 0 0110 0v3M5 11h14v9H5z",
    "eye": "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 100 6 3 3 0 000-6z",
    "clock": "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3 2",
    "warning": "M12 4l9 16H3zM12 10v4M12 17v.5",
    "person": "M12 4a4 4 0 100 8 4 4 0 000-8zM4 20a8 8 0 0116 0",
    "people": "M9 5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM2 20a7 7 0 0114 0M17 6a3 3 0 010 6M19 15l3 5",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "print": "M7 8V3h10v5M5 8h14v9h-3v4H8v-4H5zM8 14h8",
    "search": "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L21 21",
    "calendar": "M4 6h16v15H4zM4 10h16M8 3v4M16 3v4",
    "phone": "M6 3h4l2 5-2.5 1.5a11 11 0 005 5L16 12l5 2v4a3 3 0 01-3 3A15 15 0 013 6a3 3 0 013-3z",
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "pen": "M4 20l1-5L16 4l4 4L9 19z",
    "help": "M12 3a9 9 0 100 18 9 9 0 000-18zM9.5 9.5a2.5 2.5 0 114 2q-1.5 1-1.5 2.5M12 17v.5",
}
"""Name → path data."""
