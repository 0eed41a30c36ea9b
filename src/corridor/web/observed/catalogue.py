"""The catalogue of the open data, as DCAT-AP 3 wants it: what portals of states gather.

Mandatory there: of a catalogue title, description and publisher (with a name); of a dataset title
and description; of a distribution its access address. The rest is what is recommended and known.
"""

from collections.abc import Iterator
from typing import Any, Final

from corridor.engine.observed import Charted, Measured, table_name
from corridor.web.delivering import FORMS
from corridor.web.observed.shelf import Shelf
from corridor.web.templating import Reader

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FILE_TYPE: Final = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"
_THEME: Final = "http://publications.europa.eu/resource/authority/data-theme/TRAN"
_LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/"
_CONTINUOUS: Final = "http://publications.europa.eu/resource/authority/frequency/CONT"
_PUBLIC: Final = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"


def catalogue(shelf: Shelf, readers: list[Reader], home: str, licence: str) -> dict[str, Any]:
    """As JSON-LD. `home`: the address under which the node is found, without a slash at its end."""
    publisher = {
        "@id": f"{home}/about#node",
        "@type": "foaf:Agent",
        "foaf:name": _said(readers, lambda one: _node(one, shelf)),
    }
    datasets = [_dataset(shelf, readers, home, licence, one) for one in shelf.measured.values()]
    return {
        "@context": CONTEXT,
        "@id": f"{home}/open/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _said(readers, lambda one: one.words.gettext("Corridor observatory")),
        "dct:description": _said(
            readers,
            lambda one: one.words.gettext(
                "Figures of the corridor, measured by a node on its own events. Nothing is told "
                "of fewer than five."
            ),
        ),
        "dct:publisher": publisher,
        "dct:license": {"@id": licence},
        "dct:language": [{"@id": f"{_LANGUAGE}RUS"}, {"@id": f"{_LANGUAGE}ENG"}],
        "foaf:homepage": {"@id": f"{home}/observatory"},
        "dcat:dataset": datasets,
    }


def _node(reader: Reader, shelf: Shelf) -> str:
    country = reader.names.country(shelf.overview.node)
    return reader.words.gettext("Digital Transit Corridor: node of %(country)s", country=country)


def _said(readers: list[Reader], text: Any) -> list[dict[str, str]]:
    return [{"@language": one.lang, "@value": text(one)} for one in readers]


def _dataset(
    shelf: Shelf, readers: list[Reader], home: str, licence: str, one: Measured
) -> dict[str, Any]:
    overview = shelf.overview
    return {
        "@id": f"{home}/observatory/measures/{one.name}#data",
        "@type": "dcat:Dataset",
        "dct:title": _said(readers, lambda reader: reader.words.gettext(one.title)),
        "dct:description": _said(readers, lambda reader: reader.words.gettext(one.says)),
        "dct:identifier": one.name,
        "dct:publisher": {"@id": f"{home}/about#node"},
        "dct:accessRights": {"@id": _PUBLIC},
        "dct:accrualPeriodicity": {"@id": _CONTINUOUS},
        "dcat:theme": {"@id": _THEME},
        "dcat:landingPage": {"@id": f"{home}/observatory/measures/{one.name}"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": overview.first},
            "dcat:endDate": {"@type": "xsd:date", "@value": overview.last},
        },
        "dcat:distribution": list(_distributions(shelf.charted[one.name], home, licence)),
    }


def _distributions(chart: Charted, home: str, licence: str) -> Iterator[dict[str, Any]]:
    for table in chart.tables:
        if not table.cells:
            continue
        for form, media_type in FORMS.items():
            address = f"{home}/open/data/{chart.name}/{table_name(table.by)}.{form}"
            yield {
                "@id": address,
                "@type": "dcat:Distribution",
                "dct:title": f"{chart.name}, {table_name(table.by)}, {form}",
                "dcat:accessURL": {"@id": address},
                "dcat:downloadURL": {"@id": address},
                "dct:license": {"@id": licence},
                "dct:format": {"@id": f"{_FILE_TYPE}{form.upper()}"},
                "dcat:mediaType": {"@id": _MEDIA_TYPE + media_type},
            }
