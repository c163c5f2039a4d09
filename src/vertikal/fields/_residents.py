"""Fields that exist only where every adult is a resident of their own: small whole numbers."""

from vertikal.fields._field import Field

__all__ = ["RESIDENT_FIELDS"]


def _one(
    name: str, doc: str, dtype: str = "uint8", support: tuple[float, float] = (0, 255)
) -> Field:
    return Field(name, ("resident",), "stock", "1", doc, support, dtype)


RESIDENT_FIELDS: dict[str, Field] = {
    f.name: f
    for f in (
        _one(
            "threshold_code",
            "Lasting part of the resident's threshold: twelfths of the scale of thresholds, from "
            "their mean; 127 where nobody lives.",
            "int8",
            (-127, 127),
        ),
        _one(
            "habit_national_code",
            "The resident's habit of voting in national votes, in steps of 1/255, when last "
            "written down; it is this times `habit_kept` now.",
        ),
        _one("habit_local_code", "The resident's habit of voting for heads, in the same way."),
        _one(
            "trust_code", "The resident's trust that votes are counted as cast, in steps of 1/255."
        ),
        _one("voted_national", "1 if the resident voted in the last national vote."),
        _one(
            "voted_local",
            "Whether the resident voted for heads in the last month in which any were elected "
            "directly: a bit a tier.",
        ),
        Field(
            "habit_kept",
            ("unit",),
            "stock",
            "1",
            "Share of residents' habits that is left since they were last written down.",
            (0.0, 1.0),
        ),
    )
}
"""Every field of the resident resolution, by name; those of `FIELDS` exist beside them."""
