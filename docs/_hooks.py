"""Lets the navigation in mkdocs.yml say `folder/*` for every page of a folder, in order of name."""

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
            pages = sorted((root / entry).parent.glob("*.md"))
            expanded += [str(p.relative_to(root)) for p in pages]
        else:
            expanded.append(entry)
    return expanded


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Expand the whole navigation, before mkdocs reads it."""
    config.nav = expand(config.nav or [], Path(config.docs_dir))
    return config
