"""The pages of `docs/policies`, one a policy, written from the modules and measured effects."""

from __future__ import annotations

from experiments.policy_pages.pages import FOLDER, pages

__all__ = ["FOLDER", "pages"]
