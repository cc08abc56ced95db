"""How headers of tables and trees look, and the room before their texts."""
from __future__ import annotations

PADDING = 6
STRIPE = 4
"""The stripe at the start of a line, which says its style."""
HEADER_STYLE = f"""
QHeaderView::section {{ padding: 3px {PADDING}px; background: palette(window); color: palette(text); border: 0;
    border-right: 1px solid palette(midlight); border-bottom: 1px solid palette(mid); }}
QHeaderView::down-arrow, QHeaderView::up-arrow {{ subcontrol-origin: border; subcontrol-position: top center;
    width: 9px; height: 6px; }}
QHeaderView::section:first {{ padding-left: {PADDING + STRIPE}px; }}
"""
