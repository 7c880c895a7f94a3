"""The pages, one folder each: `page.py`, `texts.py`, and its own Vue files and `style.css`.

A folder's `page.py` holds `PAGE`. To add a page, add a folder here and its name to
`dashboards/navigation.py`.
"""
