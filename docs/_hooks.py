"""Lets the navigation in mkdocs.yml say `folder/*` for every page of a folder, in order of name.

A folder's index comes first; texts that other pages include (`misses*`) are no pages.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig


def expand(entries: list, root: Path) -> list:
    """Replace `folder/*` by the folder's pages, and drop sections that end up empty."""
    expanded = []
    for entry in entries:
        if isinstance(entry, dict):
            below = {t: expand(b, root) if isinstance(b, list) else b for t, b in entry.items()}
            expanded += [{title: b} for title, b in below.items() if b]
        elif entry.endswith("/*"):
            found = (root / entry).parent.glob("*.md")
            pages = [p for p in found if not p.name.startswith("misses")]
            pages.sort(key=lambda p: (p.name != "index.md", p.name))
            expanded += [str(p.relative_to(root)) for p in pages]
        else:
            expanded.append(entry)
    return expanded


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Expand the whole navigation, before mkdocs reads it."""
    config.nav = expand(config.nav or [], Path(config.docs_dir))
    return config
