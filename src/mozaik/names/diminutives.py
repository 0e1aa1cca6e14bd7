"""Short forms of given names that people and case files use for the full one: a table, parted by |.

Short forms that are common full names of their own (Mila, Ivo, Mirko, Branko, Tina) are left out: they would
join siblings. Where a short form stands for several full names, it stands in the line of each.
"""

_TABLE = """
aleksandar aca ace aco saša sašo sandi saše sandro alex sandu | aleksandra saša sanja saška aleka sašenka
alojz lojze | antonija tonka | anton tone tonček toni | arsenije arsa | atanas tase nase | abdulah avdo
biljana bilja bile biba | borislav bora boro | bogdan boda boško | božidar boža boško | borbála bori
branimir brane bane | branislav brane bane | danica daca | danijela daca | dimitar mite mitko
dimitrije mita | dragan gagi gaga | dragana gaga | dušan duško dule | đorđe đole đoka
erzsébet erzsi bözsi zsóka | fatima fata | ferenc feri | filip fića | franc france francelj francek
frančiška francka | gábor gabi | georgi goce gošo gogo goše joro | gordana goca goga | goran goga goce
hajrudin hajro | hasan haso hasso | husein huso | ibrahim ibro ibo | ilona ilonka
istván pista isti pisti | ivan ivek vanja vanko ivica | ágnes ági | jános jani jancsi
jelena jeca jelka lena | josip joso joža jozo joško pepi bepo | jovan jova joca jole jovica | jovanka joka
jože joško pepe | józsef józsi jóska | katalin kati kata | katarina kaća kata kate | krisztina kriszti
ksenija ksenka | lajos lali | lazar laza | lászló laci | leposava lepa | ljiljana ljilja lila
ljubica ljuba | ljubomir ljuba ljubo | margareta greta | margit gitta | mária mari marika
marija mare maca marica maša marusja mara mimi | marjeta meta metka | mehmed meho | mihael miha
mihaela miha | mihailo miša mika | mihajlo miša mika miško misko | mihály misi miska | miklós miki
milan mile mića | milica mica | miodrag mića mija miki | miroslav miro | muhamed mujo hamo | mustafa mujo
nataša nata taša | nikola nidžo džole kole nidža kolja | olivera olja | orsolya orsi | osman osmo
petar pera pero perica pece pešo | péter peti | radivoje rade rado | radovan rade rado | ružica ruža
sándor sanyi | slobodan sloba boban bobo | snežana sneža | stefan stefko | stevan steva stevica
stjepan stipe stipo stipan štef štefek | sulejman suljo | svetislav sveta | svetlana ceca sveta
szilvia szilvi | teodora dora | terezija rezka | todor toša toše tošo tole | tomaž tomi | tomislav tomo
vasil vase vasko | vasilije vasa | veselin vesko | vesna veca | vilmos vili
vladimir vlada vlado volodja vova | zoltán zoli | zoran zoki | zsuzsanna zsuzsa zsuzsi
vojislav voja vojo | vojin voja vojo voki | momčilo momo moma momče | momir momo moma
radoslav rade rado raša | radomir rade rado | radojica rade rado | svetozar sveto sveta toza
fatmir miri fati | agim gimi | shpëtim timi | besnik beni | arben beni ben | bujar buki | ilir liri
luan lani | petrit titi | fatbardh bardhi | ismail malo smajo smail | gjorgji gjoko gjole goce joro goro
robert bob rob bobby robi | viliam will billy | william bill will billy liam willy
richard dick rick ricky | james jim jimmy jamie | john johnny jack | margaret maggie meg peggy
elizabeth liz beth lizzie betty eliza | katherine kate kathy katie kitty | edward ed ned ted eddie
charles charlie chuck | michael mike mick mickey | thomas tom tommy | joseph joe joey | andrew andy drew
anthony tony | christopher chris | daniel dan danny dani | david dave davey | benjamin ben benny
samuel sam sammy | alexander alex sandy al | francis frank | nicholas nick | stephen steve
patrick pat paddy | francesco franco ciccio checco | giuseppe beppe pino peppe peppino
giovanni gianni nanni vanni | luigi gigi gino | alessandro sandro ale | antonio toni tonino nino totò
salvatore totò turi | vincenzo enzo | lorenzo renzo | roberto berto robi | domenico mimmo mimmi
raffaele lele | hans hansi | johannes hannes hans jo | friedrich fritz fredi | heinrich heinz heini
ludwig lutz | wolfgang wolf wolfi | josef sepp seppi | maximilian max maxi | matthias hias
katharina käthe kathi | elisabeth lisi elsa | sergej serjoža serž serega | dmitrij dima mitja
dmitro dima dmitrik | aleksej aljoša ljoša leša | oleksij oleksa ljoša | nikolaj kolja
mikola kolja mikolka | mihail miša | volodimir volodja vova | jevgenij ženja | evgenij ženja
jurij jura jure jurček | pavel paša pavlik | pavlo pavlik | andrej andrejka andrjuša andrejko drejc drejče
viktor vitja | anatolij tolja | boris borja | konstantin kostja koce koco kosta
grigorij griša gricko hric | stepan stjopa | fedor fedja | jekaterina katja | ekaterina katja
natalja nataša | natalija nataša | tatjana tanja taca | anastasija nastja | oljga olja | olga olja
elena lena lenče lenuța | irina ira | ljudmila ljuda | galina galja | ludmila ljuda | dimităr mitko mitjo
hristo ico | petăr pešo | stojan stojčo stole stoje | krasimir krasi | valentin valjo tine
mihai miši mihăiță | ștefan fane ștefăniță fănel | gheorghe gigi gicu ghiță | ion ionel nelu ionuț ionică
constantin costel costică titi | nicolae nicu neculai | dumitru mitică mitru | vasile vasilică
alexandru sandu alecu | catalin cătă | cristian cristi | gabriel gabi | dimítrios mitsos
dimitrios dimitris mitsos mimis | konstantinos kostas kostis dinos | georgios giorgos jorgos
ioannis giannis yannis | nikolaos nikos | panagiotis panos takis | haralampos babis lambis
athanasios thanasis sakis nasos | emmanouil manolis manos | vasilios vasilis | spiridon spiros
efstathios stathis | mehmet memo memet | süleyman sülo | fatma fatoş | abdurahman avdo abdo
muharem mujaga haro | fehim fehko | salih salko | sead sejo | senad seno | mirsad mirso miki | emina ema
zulejha zula | nermin nerko | nermina nera | edin edo | adnan ado | jasmin jasko | jasmina jaca
alija alka | hamid hamo | rasim rašo | ramiz ramo | ahmed ahmo | mesud meso | fikret fiko | enisa nisa
tihomir tiho tića | trajko traše | risto rise | blagoje blaža blagi | krste krsto | slavko slave
kiril kiro kire | metodi meto | zlatko zlate | dimče mitre | naum naumče | zdravko zdravče zdrave
ratomir rato | ratko rato | ljupčo ljupe | boban bobi | nebojša neša nebo | neboiša neša | nenad neša neno
nemanja nemo | veljko velja | velimir velja | desanka desa | dejan deki deja | darko dača | saveta saja
siniša sina | predrag peđa preša | zdenko zdeno | živko žika | živorad žika žile | živojin žika
miloš miša mišo | milorad mića mile | milutin mile | milivoj mile | milenko mile mićo | mladen mlađa mlađo
ljubiša ljuba | ljubinka ljuba | dobrivoje dobri | dobroslav dobri | ognjen ogi ognjo | uroš uki
vuk vule | vukašin vule | vladan vlada | vlastimir vlasta | bojan boki | bojana boka | branka brana
jadranka jaca | jagoda jaca | jasna jaca | katica kata | ljubinko ljuba | marina mara | mirjana mira
nadežda nada | radmila rada | radojka rada | slavica slava caca | stanislava stana | stanislav stane
višnja viki | zorica zora zoka | zvonimir zvone zvonko | krešimir krešo kreša | hrvoje hrco hrvo
domagoj domi | dubravko dudo | davor daco | damir dado | dražen draž | dario dado | igor igi
ljudevit ljudek | mate mato | mato matek | martin tinček | gregor grega | aleš leško | jernej nejc
jakob jaka | janez jani janko | lovrenc lovro lovrek | matevž tevž | rudolf rudi | ludvik lojz
urban urbi | neža nežka | marjana majda | magdalena majda lena | štefan štefko
nikollë kolë nika nikë kol
"""

FULL_OF_SHORT: dict[str, frozenset[str]] = {}
"""Short form to the full names it may stand for, both as written in the table."""
for _full, *_shorts in (_line.split() for _line in _TABLE.replace("\n", "|").strip("|").split("|")):
    for _short in _shorts:
        FULL_OF_SHORT[_short] = FULL_OF_SHORT.get(_short, frozenset()) | {_full}
