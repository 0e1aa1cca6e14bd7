"""Short forms of given names that people and case files use for the full one: a small table.

Short forms that are themselves common full names (Mila, Maja, Ana) are left out: they would join siblings.
Where a short form stands for several full names, each is listed.
"""

_TABLE = """
katarina kaća kata kate katica kaja
katalin kati kata katica
dušan duško dule duda
lazar laza
nikola niko nidžo džole
jovan jova joca jole
petar pera pero perica
milan mile mića
dragan gagi gaga
zoran zoki
goran goga gogi
stevan steva stevica
stefan stefko
aleksandar aca aco saša sašo aleks
aleksandra saša sanja
vladimir vlada vlado
miroslav miro mirko
slobodan boban sloba
svetlana ceca
svetislav sveta
snežana sneža
jelena jela jeca
milica mica
gordana goca goga
ljubica ljuba
ljubomir ljuba ljubo
dragana gaga
biljana bilja
vesna veca
marija mara mare marica maca
margareta greta
tomislav tomo toma
stjepan stipe stipo stipan
josip joso joža jozo pepi bepo joško
franjo franc fran
ivan ivo ivica ivek vanja
mihajlo miša mika
mihailo miša mika
radovan rade rado
radivoje rade rado
branislav brane bane branko
branimir brane branko
borislav bora boro
božidar boško boža božo darko
đorđe đole đoka
todor toša toše
vasilije vasa
vasil vase vasko
dimitar mite mitko
dimitrije mita
georgi gošo gogo
ibrahim ibro
mustafa mujo
muhamed mujo hamo
sulejman suljo
abdulah avdo
fatima fata
mehmed meho
osman osmo
husein huso
hasan haso
hajrudin hajro
sándor sanyi
józsef józsi jóska
jános jani jancsi
istván pista isti
lászló laci
ferenc feri
miklós miki
mihály misi miska
péter peti
zoltán zoli
gábor gabi
erzsébet erzsi bözsi zsóka
mária mari marika
ilona ili ilonka
zsuzsanna zsuzsa zsuzsi
borbála bori
anton tone tonček
jože joško pepe
alojz lojze
janez janko
matjaž matic
marjeta meta metka
terezija rezka
frančiška francka
"""

FULL_OF_SHORT: dict[str, frozenset[str]] = {}
"""Short form to the full names it may stand for, both as written in the table."""
for _line in _TABLE.split("\n"):
    for _short in _line.split()[1:]:
        FULL_OF_SHORT[_short] = FULL_OF_SHORT.get(_short, frozenset()) | {_line.split()[0]}
