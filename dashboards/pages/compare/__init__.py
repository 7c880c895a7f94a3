"""Compare: pinned scenarios side by side, which lever explains how much, and why it changed."""
