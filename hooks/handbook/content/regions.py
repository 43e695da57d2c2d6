"""The region of each country, as the United Nations group them (M49), with Latin America and the Caribbean as one."""

from __future__ import annotations

from babel import Locale

from handbook.content.languages import LOCALES

# M49 code of a region -> ISO 3166-1 codes of its countries.
_COUNTRIES = {
    "002": "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ"
    " NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW",
    "009": "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
    "021": "BM CA GL PM US",
    "142": "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH"
    " PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE",
    "150": "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK"
    " MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA",
    "419": "AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS"
    " MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI",
}
_REGION = {country: region for region, countries in _COUNTRIES.items() for country in countries.split()}


def region_of(country: str) -> str:
    """The M49 code of the region of a country, given by its ISO 3166-1 code; empty for Antarctica, which is in none."""
    return _REGION.get(country, "")


def region_name(code: str, language: str) -> str:
    return str(Locale.parse(LOCALES[language]).territories[code])
