"""Short forms of given names that people and case files use for the full one: a small table.

Short forms that are common full names of their own (Mila, Ivo, Mirko, Branko, Tina) are left out: they would
join siblings. Where a short form stands for several full names, it stands in the line of each.
"""

_TABLE = """
aleksandar aca ace aco saša sašo sandi
aleksandra saša
alojz lojze
antonija tonka
anton tone tonček
arsenije arsa
atanas tase nase
abdulah avdo
biljana bilja bile biba
borislav bora boro
bogdan boda boško
božidar boža boško
borbála bori
branimir brane bane
branislav brane bane
danica daca
danijela daca
dimitar mite mitko
dimitrije mita
dragan gagi gaga
dragana gaga
dušan duško dule
đorđe đole đoka
erzsébet erzsi bözsi zsóka
fatima fata
ferenc feri
filip fića
franc france francelj
frančiška francka
gábor gabi
georgi goce gošo gogo
gordana goca goga
goran goga goce
hajrudin hajro
hasan haso
husein huso
ibrahim ibro
ilona ilonka
istván pista isti pisti
ivan ivek vanja
ágnes ági
jános jani jancsi
jelena jeca jelka
josip joso joža jozo joško pepi bepo
jovan jova joca jole jovica
jovanka joka
jože joško pepe
józsef józsi jóska
katalin kati kata
katarina kaća kata kate
krisztina kriszti
ksenija ksenka
lajos lali
lazar laza
lászló laci
leposava lepa
ljiljana ljilja lila
ljubica ljuba
ljubomir ljuba ljubo
margareta greta
margit gitta
mária mari marika
marija mare maca marica
marjeta meta metka
mehmed meho
mihael miha
mihaela miha
mihailo miša mika
mihajlo miša mika
mihály misi miska
miklós miki
milan mile mića
milica mica
miodrag mića mija miki
miroslav miro
muhamed mujo hamo
mustafa mujo
nataša nata taša
nikola nidžo džole kole
olivera olja
orsolya orsi
osman osmo
petar pera pero perica pece
péter peti
radivoje rade rado
radovan rade rado
ružica ruža
sándor sanyi
slobodan sloba
snežana sneža
stefan stefko
stevan steva stevica
stjepan stipe stipo stipan
sulejman suljo
svetislav sveta
svetlana ceca
szilvia szilvi
teodora dora
terezija rezka
todor toša toše
tomaž tomi
tomislav tomo
vasil vase vasko
vasilije vasa
veselin vesko
vesna veca
vilmos vili
vladimir vlada vlado
zoltán zoli
zoran zoki
zsuzsanna zsuzsa zsuzsi
"""

FULL_OF_SHORT: dict[str, frozenset[str]] = {}
"""Short form to the full names it may stand for, both as written in the table."""
for _full, *_shorts in (_line.split() for _line in _TABLE.strip().split("\n")):
    for _short in _shorts:
        FULL_OF_SHORT[_short] = FULL_OF_SHORT.get(_short, frozenset()) | {_full}
