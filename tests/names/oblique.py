"""Invented people as a record writes them, and as texts bend them: a list to develop with, and one held out.

Written by hand from the grammars, apart from the program: language, the name, forms that a text would use.
"""

Bent = tuple[str, str, str]

DEVELOPMENT: tuple[Bent, ...] = (
    ("sl", "Miloš Izmišljenović", "Miloša Izmišljenovića; Milošu Izmišljenoviću; z Milošem Izmišljenovićem; "
     "Miloševega Izmišljenovića; МИЛОША ИЗМИШЉЕНОВИЋА"),
    ("sl", "Marko Namišljen", "Marka Namišljenega; Marku Namišljenemu; z Markom Namišljenim"),
    ("sl", "Igor Hribar", "Igorja Hribarja; Igorju Hribarju; Igorjev Hribar"),
    ("sl", "Pavel Vrabec", "Pavla Vrabca; Pavlu Vrabcu; s Pavlom Vrabcem"),
    ("sl", "Ana Petrovska", "Ane Petrovske; Ani Petrovski; z Ano Petrovsko"),
    ("sl", "Jure Medved", "Jureta Medveda; Juretu Medvedu; z Juretom Medvedom"),
    ("hr", "Luka Horvatić", "Luke Horvatića; Luki Horvatiću; Luku Horvatića; s Lukom Horvatićem; "
     "Horvatićeva Luka"),
    ("hr", "Petar Bilić", "Petra Bilića; Petru Biliću; s Petrom Bilićem"),
    ("hr", "Marija Šimunović", "Marije Šimunović; Mariji Šimunović; s Marijom Šimunović"),
    ("bs", "Emir Hasanbegović", "Emira Hasanbegovića; Emiru Hasanbegoviću; Емиром Хасанбеговићем"),
    ("bs", "Amra Kapić", "Amre Kapić; Amri Kapić; sa Amrom Kapić"),
    ("sr-Cyrl", "Никола Ђурић", "Николе Ђурића; Николи Ђурићу; Nikolom Đurićem; Nikole Djurica"),
    ("sr-Latn", "Aleksandar Petrovski", "Aleksandra Petrovskog; Aleksandru Petrovskom; "
     "Александром Петровским"),
    ("sr-Cyrl", "Ђорђе Јовановић", "Ђорђа Јовановића; Ђорђу Јовановићу; Đorđem Jovanovićem"),
    ("mk", "Стојан Ристески", "Стојановиот Ристески; Стојана Ристески; Stojan Risteski"),
    ("mk", "Елена Трајкова", "Елено Трајкова; Елена Трајкова; Elena Trajkova"),
    ("sq", "Agim Krasniqi", "Agimi Krasniqi; Agimit Krasniqit; Agimin Krasniqin; nga Krasniqi Agimi"),
    ("sq", "Vjosa Kodra", "Vjosës Kodra; Vjosën Kodrën; Vjosa Kodrës"),
    ("hu", "Képzelt Péter", "Képzelt Péternek; Képzelt Pétert; Képzelt Péterrel; Képzelt Péterhez; "
     "Képzelt Péteré"),
    ("hu", "Kovács Anna", "Kovács Annát; Kovács Annával; Kovács Annától; Kovács Annáék"),
    ("hu", "Nagy István", "Nagy Istvánnal; Nagy Istvánról; Nagy Istvánt"),
    ("en", "Miloš Izmišljenović", "Milos Izmisljenovic's; Izmišljenović, Miloš; Miloš 'Mića' Izmišljenović"),
)  # fmt: skip

HELD_OUT: tuple[Bent, ...] = (
    ("sl", "Žiga Neresnik", "Žige Neresnika; Žigi Neresniku; z Žigo Neresnikom"),
    ("sl", "Andrej Kranjec", "Andreja Kranjca; Andreju Kranjcu; z Andrejem Kranjcem"),
    ("sl", "Tilen Petek", "Tilna Petka; Tilnu Petku; s Tilnom Petkom; Tilnov Petek"),
    ("sl", "Branko Kovač", "Branka Kovača; Branku Kovaču; z Brankom Kovačem"),
    ("sl", "Mojca Dolenc", "Mojce Dolenc; Mojci Dolenc; z Mojco Dolenc; Mojčin Dolenc"),
    ("hr", "Ante Jurić", "Ante Jurića; Anti Juriću; s Antom Jurićem"),
    ("hr", "Hrvoje Matić", "Hrvoja Matića; Hrvoju Matiću; s Hrvojem Matićem"),
    ("hr", "Ivana Knežević", "Ivane Knežević; Ivani Knežević; Ivanom Knežević; Ivanin Knežević"),
    ("bs", "Mirza Delić", "Mirze Delića; Mirzi Deliću; s Mirzom Delićem; Мирзу Делића"),
    ("bs", "Lejla Omerović", "Lejle Omerović; Lejli Omerović; Лејлом Омеровић"),
    ("sr-Cyrl", "Живорад Жујовић", "Живорада Жујовића; Живораду Жујовићу; Živoradom Žujovićem; "
     "Zivorada Zujovica"),
    ("sr-Latn", "Sava Đokić", "Save Đokića; Savi Đokiću; Савом Ђокићем"),
    ("sr-Latn", "Nenad Milovanović", "Nenada Milovanovića; Ненаду Миловановићу; Nenadovi Milovanovići"),
    ("mk", "Трајче Ѓорѓиевски", "Трајчета Ѓорѓиевски; Трајче Ѓорѓиевски; Trajče Gjorgjievski"),
    ("mk", "Бојан Ќосев", "Бојана Ќосев; Бојановиот Ќосев; Bojan Kjosev"),
    ("sq", "Arben Gjoka", "Arbeni Gjoka; Arbenit Gjokës; Arbenin Gjokën"),
    ("sq", "Mirela Basha", "Mirelës Basha; Mirelën Bashën; Mirela Bashës"),
    ("hu", "Szabó Gergő", "Szabó Gergőnek; Szabó Gergőt; Szabó Gergővel; Szabó Gergőtől"),
    ("hu", "Tóth Balázs", "Tóth Balázst; Tóth Balázzsal; Tóth Balázshoz; Tóth Balázsra"),
    ("hu", "Kiss Emese", "Kiss Emesét; Kiss Emesével; Kiss Emeséről"),
    ("en", "Nadežda Obradović", "Nadezda Obradovic's; Obradović Nadežda"),
)  # fmt: skip

OTHERS: tuple[Bent, ...] = (
    ("sl", "Miloš Izmišljenović", "Miran Izmišljenović; Miloš Izmislec; Milan Izmiš"),
    ("hr", "Luka Horvatić", "Lukas Horvatinović; Lucija Horvatić; Luka Horvat"),
    ("sr-Latn", "Sava Đokić", "Savka Đokić; Slava Đokić; Sava Đurić"),
    ("sq", "Agim Krasniqi", "Agron Krasniqi; Agim Kras"),
    ("hu", "Kovács Anna", "Kovács Annamária; Kovácsi Antal"),
)  # fmt: skip
"""Other people: their names must not meet."""


def forms(bent: Bent) -> list[str]:
    """The forms of one name, each within a sentence of more than seven words."""
    return [f"Na ta dan so v preiskavi pri nas našli še {form}, so povedali." for form in bent[2].split("; ")]
