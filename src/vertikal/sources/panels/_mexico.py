"""States of Mexico: the letters that Magar's tables use, and names as the panels spell them."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CODES"]

CODES: Mapping[str, str] = MappingProxyType(
    {
        "ags": "Aguascalientes",  # codespell:ignore ags
        "bc": "Baja California",
        "bcs": "Baja California Sur",
        "cam": "Campeche",
        "coa": "Coahuila",
        "col": "Colima",
        "cps": "Chiapas",
        "cua": "Chihuahua",
        "df": "Ciudad de Mexico",
        "dgo": "Durango",
        "gua": "Guanajuato",
        "gue": "Guerrero",
        "hgo": "Hidalgo",
        "jal": "Jalisco",
        "mex": "Estado de Mexico",
        "mic": "Michoacan",
        "mor": "Morelos",  # codespell:ignore mor
        "nay": "Nayarit",
        "nl": "Nuevo Leon",
        "oax": "Oaxaca",
        "pue": "Puebla",
        "que": "Queretaro",
        "qui": "Quintana Roo",
        "san": "San Luis Potosi",
        "sin": "Sinaloa",
        "son": "Sonora",
        "tab": "Tabasco",
        "tam": "Tamaulipas",
        "tla": "Tlaxcala",
        "ver": "Veracruz",
        "yuc": "Yucatan",
        "zac": "Zacatecas",
    }
)
