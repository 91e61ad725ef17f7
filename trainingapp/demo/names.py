"""Pure: invented names, by where their bearers come from. Any likeness to a real person is chance."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Given names of women and of men, and family names; each may be a pair: Latin letters, own script."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _of(text: str) -> tuple[str, ...]:
    return tuple(part.strip().replace("_", " ") for part in text.split())


BENGAL = Names(
    _of("Nasrin Farhana Sultana Rokeya Shirin Ayesha Tahmina Jannatul Mahmuda Rehana"),
    _of(
        "Mohammad Abdul Rafiqul Shafiqul Kamrul Mahbub Tanvir Imran Sajid Ashraful Nazmul Rezaul Habibur Anisur "
        "Mizanur Golam Delwar Faruk Jahangir Khairul Monirul Zahid Sohel Rakib Arif Shamim Masud Jamal Nurul Saiful"
    ),
    _of(
        "Rahman Islam Hossain Ahmed Khan Chowdhury Sarkar Miah Uddin Alam Haque Karim Ali Mollah Sheikh Talukder "
        "Bhuiyan Majumder Siddique Akter Biswas Das Roy Paul Hasan Mondal Sikder Howlader Dewan Kazi"
    ),
)
SOUTH_ASIA = Names(
    _of("Anita Sunita Priya Kavita Meena Radha Sita Laxmi Ayesha Fatima"),
    _of(
        "Arjun Rajesh Suresh Bikash Prakash Ramesh Vikram Anil Imran Bilal Usman Asif Kamran Tariq Dipak Hari Gopal "
        "Krishna Bahadur Nabin"
    ),
    _of(
        "Singh Kumar Sharma Gurung Thapa Tamang Rai Magar Khan Malik Butt Qureshi Perera Fernando Silva Yadav Patel "
        "Joshi Shrestha Rana"
    ),
)
EAST_AFRICA = Names(
    _of("Alice Grace Immaculée Divine Esther Tigist Almaz Selam Neema Zawadi"),
    _of(
        "Jean Eric Patrick Emmanuel Claude Innocent Abebe Dawit Tesfaye Bekele Haile Yonas Joseph Moses Daniel Juma "
        "Baraka Peter Samuel Elias"
    ),
    _of(
        "Uwera Mugisha Habimana Niyonzima Nkurunziza Uwimana Tadesse Alemu Gebre Wolde Kebede Mwangi Otieno Mushi "
        "Banda Phiri Mbewe Tembo Okello Ndayisenga"
    ),
)
WEST_AFRICA = Names(
    _of("Aminata Fatou Awa Mariam Adjoa Akosua Efua Aïssatou Salimata Ramatou"),
    _of(
        "Moussa Ibrahima Mamadou Ousmane Amadou Seydou Kofi Kwame Yaw Kwabena Issa Abdoulaye Boubacar Souleymane "
        "Koffi Komlan Chukwuemeka Olusegun Idrissa Lamine"
    ),
    _of(
        "Diallo Traoré Ouédraogo Sow Ndiaye Diop Camara Keïta Mensah Owusu Asante Boateng Koné Sawadogo Bâ Touré "
        "Okafor Adeyemi Mahamat Agbodjan"
    ),
)
ARAB = Names(
    _of("Fatima|فاطمة Amina|أمينة Huda|هدى Salma|سلمى Nour|نور Rania|رانيا"),
    _of(
        "Mohamed|محمد Ahmed|أحمد Mahmoud|محمود Khaled|خالد Youssef|يوسف Omar|عمر Mostafa|مصطفى Hassan|حسن Tarek|طارق "
        "Ibrahim|إبراهيم Samir|سمير Karim|كريم"
    ),
    _of(
        "El-Sayed|السيد Abdelrahman|عبد_الرحمن Hassan|حسن Ibrahim|إبراهيم Mansour|منصور Haddad|حداد Khalil|خليل "
        "Alaoui|العلوي Bennani|بناني Farouk|فاروق Nasser|ناصر Zahran|زهران"
    ),
)
CHINA = Names(
    _of("Xiaoli|晓丽 Fang|芳 Jing|静 Min|敏 Yan|燕"),
    _of("Wei|伟 Qiang|强 Lei|磊 Jun|军 Yong|勇 Jianguo|建国 Zhiming|志明 Haitao|海涛 Bo|波 Peng|鹏"),
    _of("Wang|王 Li|李 Zhang|张 Liu|刘 Chen|陈 Yang|杨 Zhao|赵 Huang|黄 Zhou|周 Wu|吴"),
)
SLAVIC = Names(
    _of("Olena|Олена Iryna|Ірина Nadiia|Надія Anna|Анна Svitlana|Світлана"),
    _of("Ivan|Іван Petro|Петро Andrii|Андрій Serhii|Сергій Mykola|Микола Oleh|Олег Taras|Тарас Viktor|Віктор"),
    _of(
        "Kovalenko|Коваленко Bondar|Бондар Shevchuk|Шевчук Moroz|Мороз Lysenko|Лисенко Petrenko|Петренко Savchuk|Савчук"
    ),
)
LATIN = Names(
    _of("María Ana Lucía Valentina Sofía Camila Inés Gabriela"),
    _of("José Juan Carlos Luis Diego Martín Andrés Pablo Jorge Raúl Héctor Nicolás Álvaro Ramón"),
    _of("García Rodríguez Muñoz Fernández Núñez Gómez Pérez Silva Acuña Cáceres Benítez Ibáñez Peña Quiroga Souza"),
)
EUROPE = Names(
    _of("Anna Julia Marie Clara Aoife Siobhán Ingrid Elena Saara Laura"),
    _of("Thomas Lukas Marc Pierre Seán Ciarán Erik Johan Marco Luca Mikko Antti Stefan Jan Karel Mihai"),
    _of(
        "Müller Schmidt Dubois Lefèvre Ó_Briain Murphy Lindström Johansson Rossi Bianchi Virtanen Korhonen Novák "
        "Kovač Horváth Ionescu Jensen Bakker"
    ),
)
SOUTHEAST_ASIA = Names(
    _of("Siti Dewi Nguyễn_Thị Sreymom Putri Mele Bayarmaa Ji-woo"),
    _of("Agus Budi Joko Ahmad Sokha Dara Batbayar Ganbold Min-jun Tevita Sione Rizal Hafiz Văn_Minh"),
    _of("Santoso Wijaya Hidayat Sok Chea Dorj Bold Kim Park Vakatawa Taufa Abdullah Ismail Trần Saputra"),
)

_WHERE = {
    "BGD": BENGAL,
    "CHN": CHINA,
    "UKR": SLAVIC,
    **dict.fromkeys("IND PAK NPL LKA BTN".split(), SOUTH_ASIA),
    **dict.fromkeys("RWA ETH TZA ZAF MWI BDI ZMB UGA KEN ZWE MDG NAM COD".split(), EAST_AFRICA),
    **dict.fromkeys("BFA TCD SEN TGO GIN NER BEN CIV CMR GAB GHA NGA GMB MLI COG LBR SLE CAF".split(), WEST_AFRICA),
    **dict.fromkeys("EGY MAR JOR MRT TUN DZA QAT YEM DJI".split(), ARAB),
    **dict.fromkeys("URY PER ARG ESP BOL BRA CHL COL CUB DOM ECU SLV GTM HND MEX PRY PRT".split(), LATIN),
    **dict.fromkeys("IDN MYS KHM MNG KOR FJI BRN JPN PNG WSM SLB THA VNM PHL".split(), SOUTHEAST_ASIA),
    **dict.fromkeys("XCA XKT XSU XRM".split(), EAST_AFRICA),
}


def name(state: str, sex: str, chance: random.Random) -> tuple[str, str, str | None]:
    """Family name, given names, and the whole in its own script where that is not the Latin one."""
    pool = _WHERE.get(state, EUROPE)
    given = chance.choice(pool.women if sex == "female" else pool.men)
    second = chance.choice(pool.men) if pool is BENGAL and sex == "male" and chance.random() < 0.6 else ""
    family = chance.choice(pool.families)
    latin_given, _, own_given = given.partition("|")
    latin_family, _, own_family = family.partition("|")
    if second and second != latin_given:
        latin_given = f"{latin_given} {second}"
    original = None
    if own_given and own_family:
        original = f"{own_family}{own_given}" if pool is CHINA else f"{own_given} {own_family}"
    return latin_family, latin_given, original
