"""The types of interaction that can be named: GloBI's labels, the Relation Ontology's addresses, French both ways.

Labels and addresses are GloBI's (`InteractType`), the identifiers of the third column are those of the INPN's
interface (TAXREF interactions, MNHN/PatriNat). The French wordings and who depends on whom are ours; none holds
a past participle, which would have to agree with a name whose gender nobody records.
"""

from dataclasses import dataclass

from modules.living.data import Dependent

OBO = "http://purl.obolibrary.org/obo/"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of interaction; `dependent` is who suffers when the other end goes, unless a record says otherwise."""

    label: str
    uri: str
    wording: str
    inverse: str
    is_food: bool
    dependent: Dependent
    inpn: str


def _kind(
    label: str, ro: str, wording: str, inverse: str, dependent: Dependent, inpn: str = "", *, food: bool = False
) -> Kind:
    return Kind(label, f"{OBO}{ro}" if ro else "", wording, inverse, food, dependent, inpn)


_SOURCE, _TARGET, _BOTH, _NONE = Dependent.SOURCE, Dependent.TARGET, Dependent.BOTH, Dependent.NONE

KINDS = (
    _kind("preysOn", "RO_0002439", "chasse", "est la proie de", _SOURCE, "PREDATEUR", food=True),
    _kind("eats", "RO_0002470", "mange", "nourrit", _SOURCE, food=True),
    _kind("acquiresNutrientsFrom", "RO_0002457", "tire des nutriments de", "nourrit", _SOURCE, "NUTRIMENT", food=True),
    _kind("providesNutrientsFor", "RO_0002469", "fournit des nutriments à", "se nourrit de", _TARGET),
    _kind("parasiteOf", "RO_0002444", "parasite", "héberge malgré soi", _SOURCE, "PARASITE", food=True),
    _kind(
        "endoparasiteOf",
        "RO_0002634",
        "parasite de l’intérieur",
        "abrite en soi, malgré soi,",
        _SOURCE,
        "ENDOPARASITE",
        food=True,
    ),
    _kind(
        "ectoparasiteOf",
        "RO_0002632",
        "parasite de l’extérieur",
        "porte sur soi, malgré soi,",
        _SOURCE,
        "ECTOPARASITE",
        food=True,
    ),
    _kind("parasitoidOf", "RO_0002208", "est parasitoïde de", "a pour parasitoïde", _SOURCE, "PARASITOIDE", food=True),
    _kind("hyperparasiteOf", "RO_0002553", "est hyperparasite de", "a pour hyperparasite", _SOURCE, food=True),
    _kind("kleptoparasiteOf", "RO_0008503", "dérobe à", "perd une part de ses prises à cause de", _SOURCE),
    _kind("hemiparasiteOf", "RO_0002237", "est hémiparasite de", "a pour hémiparasite", _SOURCE, food=True),
    _kind("hasHost", "RO_0002454", "a pour hôte", "est l’hôte de", _SOURCE),
    _kind("hostOf", "RO_0002453", "est hôte de", "a pour hôte", _TARGET),
    _kind("pathogenOf", "RO_0002556", "est pathogène de", "a pour pathogène", _SOURCE),
    _kind("vectorOf", "RO_0002459", "est vecteur de", "voyage grâce à", _TARGET),
    _kind("kills", "RO_0002626", "tue", "meurt à cause de", _NONE),
    _kind("allelopathOf", "RO_0002555", "gêne par ses substances", "souffre des substances de", _NONE),
    _kind("pollinates", "RO_0002455", "pollinise", "doit ses graines à", _TARGET, "POLLINISATEUR"),
    _kind("visitsFlowersOf", "RO_0002622", "visite les fleurs de", "offre ses fleurs à", _SOURCE, food=True),
    _kind("visits", "RO_0002618", "visite", "reçoit la visite de", _NONE),
    _kind("symbiontOf", "RO_0002440", "vit en symbiose avec", "vit en symbiose avec", _BOTH, "ENDOSYMBIOTE"),
    _kind("mutualistOf", "RO_0002442", "vit en mutualisme avec", "vit en mutualisme avec", _BOTH, "MUTUEL"),
    _kind("commensalistOf", "RO_0002441", "est commensal de", "a pour commensal", _SOURCE, "COMMENSAL"),
    _kind("hasEctomycorrhizalHost", "RO_0002805", "forme une ectomycorhize avec", "forme une mycorhize avec", _BOTH),
    _kind(
        "hasArbuscularMycorrhizalHost",
        "RO_0002807",
        "forme une mycorhize à arbuscules avec",
        "forme une mycorhize avec",
        _BOTH,
    ),
    _kind("createsHabitatFor", "RO_0008505", "crée un milieu pour", "trouve un abri ou un milieu grâce à", _TARGET),
    _kind("hasHabitat", "RO_0002303", "a pour milieu", "accueille", _SOURCE),
    _kind("hasRoost", "RO_0008509", "gîte dans", "sert de gîte à", _SOURCE),
    _kind("laysEggsOn", "RO_0008507", "pond sur", "reçoit la ponte de", _SOURCE),
    _kind("laysEggsIn", "RO_0002624", "pond dans", "reçoit la ponte de", _SOURCE),
    _kind("epiphyteOf", "RO_0008501", "pousse sur", "porte", _SOURCE),
    _kind("interactsWith", "RO_0002437", "interagit avec", "interagit avec", _NONE, "ASSOCIE"),
    _kind("ecologicallyRelatedTo", "RO_0002321", "a un lien avec", "a un lien avec", _NONE),
    _kind("dispersalVectorOf", "", "disperse", "voyage en graine grâce à", _TARGET, "DISPERSEUR"),
    _kind("livesInsideOf", "", "vit dans", "abrite", _SOURCE),
    _kind("livesOn", "", "vit sur", "porte", _SOURCE),
    _kind("guestOf", "", "est l’hôte de passage de", "accueille", _SOURCE),
    _kind("farms", "", "élève", "vit sous la garde de", _SOURCE),
)
BY_LABEL = {kind.label: kind for kind in KINDS}
