"""Given names in the forms that languages give them: one line, one name. Andrej, Андрій and Andrew are one.

A form is a lead like a short form: one word, beside a word that is the same. Before the bar stand forms that
live side by side in the region (Stefan and Stjepan, Mihailo and Mihael): two of them are brothers, and never
meet each other. Other spellings of a form meet through their readings.
"""

_TABLE = """
abdulah | abdallah abdula
abraham | avram
adrian | hadrian adrijan
agata | agatha ágota
aleksandar | aleksander alexander aleksandër aleksandr александр олександр аляксандр александър александрос \
alessandro alexandru alexandre sándor alejandro αλέξανδρος
aleksandra | alexandra олександра alessandra
aleksej | aleksij alexey алексей олексій alexei
ahmed | ahmet ahmad achmed
ana | hanna ганна anne
anastasija | anastasia анастасія
andrej andrija andreas | andrea andrew андрей андрій andrei andrés andrzej ανδρέας
anton antonije ante | antonij antonio антон антін antal anthony αντώνης antoine antonios antonis
antonija | antonia antónia
arsenije | arsen arseniy арсеній
benjamin | veniamin beniamino
boris | borys борис
danijel danilo | daniel данило даниил daniil daniele dániel
david | davud dawood daoud davit
dimitrije dimitar | dimitri dmitrij dmitro дзмітрый дмитрий дмитро dumitru δημήτρης δημήτριος димитър \
demetrio \
dimitris
derviš | darwish dervish dervis
đorđe đorđi đuro juraj jure | gjergj gheorghe georg george georgij георгий георгій георги γεώργιος γιώργος \
jorgos giorgos giorgio γιωργος ђорђи ѓорѓи jerzy georges jorge jiří
đuzepe | giuseppe
elena | jelena helena олена ilona elene ελένη eleni helen
elizabeta | elisabeta elizabeth erzsébet elisabetta elisabeth елизавета єлизавета ελισάβετ
emanuel | emmanuel manuel
eugen | evgenij евгений євген eugenio evgeni јевгениј jevgenij yevhen eugene
fatima | fatma fátima
fehmi | fahmi
filip | philip philipp filippo φίλιππος пилип філіп philippe fülöp
franjo franc | frančesko francesco franz ferenc francisc francis frančišek françois franco
gabrijel gavrilo | gabriel gábor гаврило gabriele
grigorije grgur | hryhorij hrihorij grigorij григорий григорій γρηγόρης grigore gregor gregorio gregory \
grigoris
heinrih | heinrich enriko enrico henrik henri henry
ibrahim | ebrahim brahim
ignac | ignjat ignaz ignazio ignat
ilija | elija ilias elias илья ілля ηλίας ilie
irina | iryna ірина irena irene ειρήνη irini
josip josif | isuf yousef youssef yousif joseph jozef josef józsef јосиф йосип iosif
ivan | johan johann johannes giovanni ion jan john іван иван ιωάννης γιάννης jean yannis jannis giannis
jakov | jakob jacob iacob giacomo яков яків ιάκωβος
jaroslav | yaroslav ярослав
jovan | јоан ioan ιωάννης ion
julija | julia giulia yulia юлия юлія juliana
jurij | juri юрий юрій yuri yury iurie
karlo | karl carlo charles károly carol
karim | kerim kareem
katarina | jekaterina katerina ekaterina екатерина катерина caterina catherine katharina katalin \
αικατερίνη κατερίνα \
ecaterina
kiril | cyril кирило кирилл
klaudija | claudia
konstantin | costantino constantin костянтин константин κωνσταντίνος κώστας konstantinos
kristijan | christian cristian krisztián
kristina | christina krisztina cristina хрістіна христина
ksenija | xenia оксана
leonid | леонід
lovro lovre | lorenc lorenzo laurentiu lőrinc lawrence lorenz
luka lukas | lucas luca лука lukács λουκάς
ludvig | ludwig ljudevit lajos louis luigi
magdalena | madalina magdolna
mahmud | mahmoud mahmut
marija | maria mary μαρία мария марія marie mária
marko markus | marco marc mark márk μάρκος
marta | martha márta марта
martin | márton martino мартин
matej matija mateja | matteo matthäus mathias máté матвей матвій matei ματθαίος matthew matthias mátyás
mehmed | mehmet
mihajlo mihailo mihael | mihail mihai michael michele mihály михаил михайло μιχαήλ μιχάλης mihal mikel \
michał mihailis michel
murat | murad
muhamed | muhammad mohammed mohamed mohamad muhamet
mustafa | mostafa moustafa
natalija | natalia наталья наталія natalie
nikola nikolaj | nikollë nikolas nicolae nicola николай микола νικόλαος νίκος nikolaos nikos miklós \
nicholas klaus \
mikola niccolo nicolas
oleg | oleh олег
pavle pavao pavel | paul paolo pal pál павло павел παύλος pablo pavlos
petar | peter petr pjotr петр петро pietro petru péter πέτρος peeter пётр petros pierre pedro
redžep | recep rexhep rajab
roman | romano romain
said saeed | saïd sait
salih | saleh salah
sava savva | сава савва sabas
sergej | sergij serhij sergiu sergio siarhei сяргей сергей сергій σέργιος
simon simeon šimun | semen семен simone simo
sofija | sophia sofia софія σοφία
spiridon | spiro σπυρίδων σπύρος
stefan stjepan stepan | štefan stephan stephen stefano ștefan istván степан стефан στέφανος stefanos \
steven étienne
stanislav | stanislaw stanisław
sulejman | süleyman sulaiman solomon suleyman
svetlana | світлана
tatjana | tetjana татьяна тетяна tatiana
teodor | theodor fedor fyodor fjodor федор федір θεόδωρος tivadar theodore
toma tomaž | thomas tommaso tamás tomas θωμάς
vasilije vasil | vasilij василий василь vasile basil βασίλης βασίλειος vassilis
vera | віра вера
viktor | victor vittorio віктор
vladimir | volodimir volodymyr володимир владимир wladimir
vilhelm | wilhelm guglielmo vilmos william vilim vilem
vincenc | vincent vincenzo vince vinko
zaharije | zacharias захар
zejnep | zeynep zainab zeinab zejneb
huseyin | husein husejn hussein hussain husayn hüseyin hysen
enver | anwar anvar
tarik | tariq tarek
hatidža | hadija hatice khadija hatixhe hadidža khadijah
ajša | aisha ayşe ajshe aicha ayesha
džamila | jamila cemile xhemile
džemal | cemal jamal xhemal gamal
džemil | cemil jamil xhemil gamil
nedžat | necat najat nexhat
nedžmetin | necmettin najmuddin nexhmedin
šaban | şaban shaban shaaban
šerif | şerif sharif sherif
šefik | shafiq şefik shefik
fejsal | faisal faysal fayçal
sejfulah | saifullah seyfullah sejfullah
zulfikar | zulfiqar dhulfiqar zülfikar
omer | omar umar umer ömer
osman | uthman othman usman
ramadan | ramazan ramzan ramadhan
ridvan | rizwan ridwan rıdvan
ismail | ismael esmail ismaël
ishak | isaac ishaq izak
sejid | sayed syed sayyid seyed seyyed
riza | reza rida ridha raza
isa | issa aissa eissa esa
bogdan | bohdan
igor | ihor
gleb | hlib
nikita | mykyta
ljudmila | ljudmyla liudmila ludmila lyudmila людмила
timofej | tymofij тимофій тимофей timothy
maksim | maximilian maxim maksym
evdokija | јевдокија євдокія евдокия
jusuf | yusuf jusuf youssef yousef youcef joseph josef
hadžera | hajar hagar
sabit | thabit thabet
ebubekir | abubakr abubakar bakr
"""

OWN, OTHER = "own", "other"
GROUPS_OF_FORM: dict[str, frozenset[tuple[int, str]]] = {}
"""Form as written in the table to the numbers of its lines, and on which side of the bar it stands there."""
for _number, _line in enumerate(_TABLE.strip().split("\n")):
    for _side, _forms in zip((OWN, OTHER), _line.split("|"), strict=True):
        for _form in _forms.split():
            GROUPS_OF_FORM[_form] = GROUPS_OF_FORM.get(_form, frozenset()) | {(_number, _side)}
