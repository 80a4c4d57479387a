"""What an interviewer may not ask about, in the languages a model may slip into: age, family, health, origin, pay history …

Patterns over normalised text whose accents are folded away ("größer" → "grosser", "años" → "anos"). They look for the
person ("your children", "do you pray"): what the team offers ("parental leave") may be said. Topics: equal-treatment and
pay-transparency law (EU directives 2000/43, 2000/78, 2006/54, 2023/970; US EEOC guidance on questions before employment).
"""

import re
import unicodedata
from collections.abc import Mapping

_EN_FAITH = r"religious|christian|catholic|protestant|muslim|jewish|hindu|buddhist|sikh|an? atheist|a believer"
_EN_KIN = (
    r"husband|wife|spouse|partner|boyfriend|girlfriend|children|kids|child|son|daughter|parents|mother|father"
    r"|famil(?:y|ies)"
)

_ENGLISH = (
    # age
    (
        r"how (?:old|young) (?:are|were) you|you (?:are|seem|look|sound) (?:quite |rather |too |a bit |very )?(?:old"
        r"|young)\b"
    ),
    r"(?:what|which) (?:year|decade) (?:were you born|did you (?:graduate|leave school|finish (?:high )?school))",
    (
        r"when (?:were you born|did you (?:graduate from|finish|leave) (?:high )?school|is your birthday)"
        r"|your (?:exact )?age\b"
    ),
    (
        r"your (?:date|year|place) of birth|your birth ?(?:day|date|place)|(?:when|until) (?:do|will|would"
        r"|are) you (?:want to |plan to |going"
        r" to )?retir\w+|how (?:long|many years) (?:is it )?until (?:you retire|(?:your )?retirement)"
        r"|your retirement plans?"
    ),
    # family, pregnancy
    (
        rf"your (?:own |two |three )?(?:{_EN_KIN}|marriage|pregnanc(?:y|ies)|maiden name|(?:marital|family"
        rf"|relationship) (?:status|situation|plans?))"
    ),
    (
        r"are you (?:currently |still |perhaps |maybe )?(?:married|single|divorced|engaged|widowed|pregnant|expecting"
        r"|a (?:single )?(?:mother"
        r"|father|parent|mum|mom|dad)|in a relationship|planning (?:a family|to (?:have|start|get)|on (?:having"
        r"|starting|getting)))"
    ),
    (
        rf"(?:do|did|have|would) you (?:already |currently |ever )?(?:have|got|want|live with|plan to have"
        rf"|plan on having|like to have)"
        rf" (?:an? |any |your |more |small |young |little |a lot of )*(?:{_EN_KIN})\b(?! of)"
    ),
    (
        r"(?:start(?:ing)?|have|having|raise|raising) a family|(?:get|getting|become|becoming|be) (?:pregnant|married)"
        r"|(?:have|having) (?:children|kids|a baby)|(?:your )?child ?care (?:arrangements?|situation)"
        r"|who (?:looks after|takes care of|watches) (?:your|the) (?:children|kids)|how many (?:children|kids) (?:do"
        r"|have) you"
    ),
    # health, disability
    (
        r"your (?:\w+ )?(?:health|disabilit(?:y|ies)|illness(?:es)?|sickness|medical \w+|medications?|diagnos[ei]s"
        r"|therapy|therapist"
        r"|sick (?:days|leave)|body weight|height)\b"
    ),
    (
        r"are you (?:disabled|handicapped|ill|healthy|in good health|often sick|chronically \w+|hiv \w+"
        r"|taking (?:any )?(?:drugs|medication)"
        r"|on (?:any )?medication|in therapy|physically able)"
    ),
    (
        r"(?:do|did|have) you (?:ever )?(?:have|had|got|suffer from|suffered from|take|use|been) (?:an? |any "
        r"|a history of )?(?:disabilit\w+|illness\w*"
        r"|health \w+|medical \w+|mental \w+|chronic \w+|drugs|medications?|hospitali[sz]ed|depress\w+|in therapy"
        r"|surgery)"
    ),
    (
        r"(?:do you (?:drink|smoke)\b(?! test)|how (?:many|often) (?:sick days|were you (?:sick|ill)))|your genetic \w+"
        r"|workers compensation"
    ),
    # religion and belief
    (
        rf"your (?:religion|faith|beliefs in god|church|mosque|synagogue|temple|sabbath)"
        rf"|are you (?:an? )?(?:{_EN_FAITH})\b"
    ),
    (
        r"do you (?:pray|believe in god|go to (?:church|mosque|synagogue|temple)|observe|wear a (?:headscarf|hijab"
        r"|turban)|celebrate (?:christmas"
        r"|easter|ramadan|hanukkah|eid|diwali))|(?:which|what) (?:religion|church|faith|religious \w+) (?:do|are|is)"
    ),
    # origin
    (
        r"where (?:are|were) you (?:really |originally |actually )?(?:from|born)|where do you (?:really |originally "
        r"|actually )?come from\b(?! in)"
    ),
    (
        r"your (?:ethnic\w*|race|racial \w+|nationalit(?:y|ies)|national origin|citizenship|native (?:language|country"
        r"|tongue)|mother tongue"
        r"|first language|country of (?:origin|birth)|home country|accent|ancestry|ancestors|heritage|skin (?:color"
        r"|colour)|immigration \w+"
        r"|caste|tribe)\b"
    ),
    (
        r"are you (?:an? )?(?:citizen|immigrant|foreigner|refugee|native (?:speaker|american)|black|white|asian|arab"
        r"|african|hispanic|latin[oa])\b"
        r"|(?:were|are) your parents (?:born|from)|is english your (?:first|native|second) language"
    ),
    # pay history
    (
        r"your (?:current|previous|last|past|present|old|former|latest|existing) (?:\w+ )?(?:salary|pay|payslip"
        r"|paycheck|compensation|wages?|income|bonus"
        r"|rate|package)|(?:your )?(?:salary|pay|wage) history|what (?:are|were) you (?:currently )?(?:paid|earning"
        r"|being paid)"
    ),
    (
        r"how much (?:do|did|are|were|have) you (?:currently |now |last )?(?:earn\w*|mak(?:e|ing)|paid"
        r"|get(?:ting)? paid|been (?:paid|earning))"
        r"|what (?:do|did) you (?:currently )?earn|do you (?:currently )?(?:earn|get paid|make) (?:more|less|over|under"
        r"|above|below)"
    ),
    # sex, orientation, identity
    (
        r"your (?:sexual\w*(?: \w+)?|gender(?: identity)?|sex|sex life|pronouns)\b|are you (?:an? )?(?:gay|straight"
        r"|lesbian|bisexual|queer|homosexual"
        r"|heterosexual|trans(?:gender|sexual)?|man or a woman)\b"
    ),
    # politics, union
    (
        r"your (?:politics|political \w+|party membership)|who (?:do|did|will|would) you vote|how (?:do|did"
        r"|will) you vote\b(?! on)|do you vote\b(?! on)"
        r"|(?:which|what) (?:political )?party (?:do|did|are)|are you (?:an? )?(?:democrat|republican|socialist"
        r"|communist|party member)\b"
    ),
    (
        r"(?:are|were|have) you (?:ever )?(?:been )?(?:in|a member of|active in|part of) (?:a|any|the|your) (?:trade "
        r"|labou?r )?(?:union|political party)"
        r"|(?:trade |labou?r )?union member(?:ship)?|(?:which|what) union (?:do|are|were)|do you support (?:unions"
        r"|the strike)"
    ),
    # record
    (
        r"have you (?:ever )?been (?:arrested|convicted|in (?:prison|jail)|charged with)|your (?:criminal|arrest"
        r"|police) record"
        r"|your credit (?:history|score|rating)|your (?:military )?discharge\b"
    ),
)
_GERMAN = (
    (
        r"wie alt (?:sind sie|bist du|waren sie)|wann (?:sind sie|bist du|wurden sie|wurdest du) geboren|wann (?:gehen"
        r"|wollen|werden) sie in (?:rente|pension)"
    ),
    (
        r"(?:sind sie|bist du) (?:eigentlich |noch |schon |derzeit |gerade )?(?:verheiratet|ledig|geschieden|verlobt"
        r"|schwanger|alleinerziehend|mutter|vater|religios"
        r"|glaubig|christ\w*|katholi\w+|evangelisch|muslim\w*|jud\w+|behindert|schwerbehindert|krank|gesund|schwul"
        r"|lesbisch|homosexuell|hetero\w*"
        r"|deutsche\w?|auslander\w*|vorbestraft|(?:in einer|mitglied (?:in )?(?:einer|der)) (?:\w+ )?(?:gewerkschaft"
        r"|partei|kirche)|gewerkschafts\w+|parteimitglied)"
    ),
    (
        r"(?:haben sie|hast du|wollen sie|willst du|planen sie|planst du|wunschen sie sich"
        r"|mochten sie) (?:\w+ ){0,2}(?:kinder|familie|nachwuchs|partner(?:in)?"
        r"|behinderung(?:en)?|krankheit(?:en)?|vorerkrankung(?:en)?|vorstrafen|schwanger\w*|heiraten"
        r"|migrationshintergrund)"
    ),
    (
        r"(?:ihr|dein)(?:e|en|er|em|es)? (?:\w+ )?(?:alter|geburts\w+|familienstand|kinder\w*|ehemann|ehefrau|mann|frau"
        r"|partner(?:in)?|familie|eltern|schwangerschaft"
        r"|religion|konfession|glaube\w*|kirche|herkunft|nationalitat|staatsangehorigkeit|muttersprache|abstammung"
        r"|hautfarbe|akzent|gesundheit\w*"
        r"|behinderung|krankheit\w*|sexuelle\w* \w+|partei\w*|politische\w* \w+|vorstrafen|gewerkschaft\w*)"
    ),
    (
        r"woher (?:kommen|stammen|kommst|stammst) (?:sie|du)|wo (?:sind sie|bist du) geboren"
        r"|welche[rnms]? (?:\w+ )?(?:religion|konfession|partei|gewerkschaft|nationalitat)"
        r"|we[nm] (?:wahlen|wahlst|haben sie gewahlt|hast du gewahlt)|was haben sie gewahlt"
    ),
    (
        r"(?:was|wie ?viel) (?:verdienen|verdienten|verdienst|verdientest|haben sie|hast du) (?:sie|du|bisher|derzeit"
        r"|zuletzt|aktuell|momentan|verdient)"
        r"|(?:ihr|dein) (?:bisherige|letzte|aktuelle|derzeitige|jetzige|fruhere)[srn]? (?:gehalt|lohn|einkommen"
        r"|verdienst)"
    ),
)
_FRENCH = (
    (
        r"quel age (?:avez vous|as tu)|(?:votre|ton) (?:age|date de naissance|annee de naissance|anniversaire)|(?:quand"
        r"|ou|en quelle annee) (?:etes vous|es tu) nee?"
        r"|quand (?:partez|prenez|comptez) vous (?:\w+ ){0,3}(?:a la |votre )?retraite"
    ),
    (
        r"(?:etes vous|es tu|vous etes|tu es) (?:\w+ )?(?:mariee?|celibataire|divorcee?|enceinte|croyante?|religieu(?:x"
        r"|se)|catholique|chretien(?:ne)?|musulmane?"
        r"|juif|juive|athee|handicapee?|malade|en bonne sante|homosexuel(?:le)?|gay|lesbienne|heterosexuel(?:le)?"
        r"|francais(?:e)?|etrangere?|immigree?"
        r"|syndiquee?|pere|mere|maman|papa)"
    ),
    (
        r"(?:avez vous|as tu|souhaitez vous|voulez vous|veux tu|comptez vous|prevoyez vous"
        r"|envisagez vous) (?:\w+ )?(?:d'|de |des |un |une |avoir |fonder )*"
        r"(?:enfants?|mari|femme|conjointe?|famille|compagne|compagnon|handicap|maladies?|problemes? de sante|grossesse"
        r"|casier)"
    ),
    (
        r"(?:votre|vos|ton|ta|tes) (?:enfants?|mari|femme|epou(?:x|se)|conjointe?|famille|parents|grossesse"
        r"|situation (?:familiale|de famille|maritale)|religion|foi|eglise"
        r"|mosquee|croyances?|(?:etat de )?sante|handicap|maladies?|nationalite|origines?|pays d'origine"
        r"|langue maternelle|accent|couleur de peau"
        r"|orientation sexuelle|sexualite|opinions? politiques?|parti|syndicat|casier judiciaire)"
    ),
    (
        r"d'ou (?:venez vous|viens tu|etes vous)|quelle est (?:votre|ta) (?:religion|origine|nationalite)"
        r"|pour qui (?:votez|avez) vous|(?:quel|a quel) (?:parti|syndicat)"
        r"|pratiquez vous une religion"
    ),
    (
        r"combien (?:gagnez|gagniez|touchez|touchiez) vous|combien (?:avez vous gagne|gagnes tu|gagnais tu)|(?:votre"
        r"|ton) (?:dernier |ancien |precedent )?salaire"
        r"(?: (?:actuel|precedent|anterieur))|(?:votre|ton) (?:dernier|ancien|precedent) salaire"
    ),
)
_SPANISH = (
    (
        r"(?:cuantos anos|que edad) (?:tiene|tienes|tenia|tenias)|(?:su|tu) (?:edad|fecha de nacimiento"
        r"|ano de nacimiento|cumpleanos)|(?:cuando|donde|en que ano) (?:nacio|naciste)"
        r"|cuando (?:piensa|piensas|va a|vas a) (?:jubilarse|jubilarte)"
    ),
    (
        r"(?:esta|estas) (?:usted )?(?:casad[oa]|solter[oa]|divorciad[oa]|embarazada|enferm[oa]|afiliad[oa]"
        r"|prometid[oa]|sindicad[oa])"
    ),
    (
        r"(?:es|eres) (?:usted )?(?:un |una )?(?:madre|padre|religios[oa]|creyente|catolic[oa]|cristian[oa]"
        r"|musulman[oa]?|judi[oa]|ate[oa]|discapacitad[oa]|gay|lesbiana|homosexual"
        r"|heterosexual|inmigrante|extranjer[oa]|espanol[oa]?|miembro de (?:un|algun) (?:sindicato|partido))"
    ),
    (
        r"(?:tiene|tienes|quiere|quieres|piensa|piensas|planea|planeas|desea|deseas) (?:usted )?(?:tener |formar "
        r"|quedar(?:se|te) )?(?:un |una |alguna? |mas )?"
        r"(?:hij[oa]s?|pareja|marido|esposa|mujer|novi[oa]|familia|ninos|discapacidad|enfermedad(?:es)?"
        r"|problemas? de salud|embarazada|casarse|casarte|antecedentes)"
    ),
    (
        r"(?:su|sus|tu|tus) (?:hij[oa]s?|marido|espos[oa]|mujer|pareja|familia|padres|embarazo|estado civil"
        r"|situacion familiar|religion|fe|iglesia|creencias|(?:estado de )?salud"
        r"|discapacidad|enfermedad(?:es)?|nacionalidad|origen|pais de origen|lengua materna|acento|raza|etnia"
        r"|color de piel|orientacion sexual|sexualidad|ideologia"
        r"|opinion(?:es)? politicas?|partido|sindicato|antecedentes)"
    ),
    (
        r"de donde (?:es|eres|viene|vienes)|cual es (?:su|tu) (?:religion|nacionalidad|origen|raza)|que religion"
        r"|por quien (?:vota|votas|voto|votaste)|(?:a )?que (?:partido|sindicato)"
    ),
    (
        r"cuanto (?:gana|ganas|ganaba|ganabas|cobra|cobras|cobraba|cobrabas)|(?:su|tu) (?:ultimo |anterior )?(?:salario"
        r"|sueldo) (?:actual|anterior|previo)"
        r"|(?:su|tu) (?:ultimo|anterior) (?:salario|sueldo)"
    ),
)
_LANGUAGES: Mapping[str, tuple[str, ...]] = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH}
_COMPILED = tuple(re.compile(rf"(?<![\w'])(?:{'|'.join(alternatives)})(?!\w)") for alternatives in _LANGUAGES.values())


def is_illegal(normal: str) -> bool:
    """Say whether normalised words ask about, or dwell on, what an interview may not touch."""
    folded = fold(normal)
    return any(pattern.search(folded) for pattern in _COMPILED)


def fold(text: str) -> str:
    """Return the text without its accents, as sloppy transcripts write it."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
