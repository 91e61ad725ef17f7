"""The certificates that the tests draw: names in the scripts they come in, and the longest of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from trainingapp.certificates.design import load_design
from trainingapp.certificates.face import Face, Topic
from trainingapp.certificates.numbers import number

DESIGN = load_design(Path(__file__).parents[2] / "certificates" / "completion.toml")

JOSE = Face(
    number=number("UNPKT", "XCA", "CPTM", 2017, 123),
    holder_name="José Muñoz-Ñáñez",
    rank="Captain",
    state_name="Carana",
    curriculum_code="CPTM",
    title="Core Pre-deployment Training Materials",
    version_label="2017",
    minutes=1140,
    lessons=24,
    completed_on=date(2017, 9, 25),
    valid_through=date(2019, 9, 24),
    topics=tuple(
        Topic(name[:3].upper(), name)
        for name in (
            "Protection of civilians",
            "Human rights",
            "Women, peace and security",
            "Child protection",
            "Conflict-related sexual violence",
            "Sexual exploitation and abuse",
            "Conduct and discipline",
            "Environment and natural resources",
        )
    ),
    covers_human_rights=True,
    covers_gender=True,
    issuer="Carana Peace Support Training Centre",
    issued_on=date(2017, 10, 21),
    place="Galasi",
    verify_url="https://training.example.org/verify/AbCdEfGhIjKlMnOpQrStUv",
    design="completion",
    design_version=1,
)
IVAN = replace(JOSE, holder_name="Kuznetsov Ivan Petrovich", holder_name_original="Кузнецов Иван Петрович")
MOHAMED = replace(
    JOSE,
    holder_name="Mohamed Abdelrahman Elsherif",
    holder_name_original="محمد عبد الرحمن الشريف",
    state_name="Egypt",
    state_name_original="جمهورية مصر العربية",
)
XIAOMING = replace(JOSE, holder_name="Wang Xiaoming", holder_name_original="王小明", state_name_original="中国")
HONG = replace(JOSE, holder_name="Nguyễn Thị Hồng", state_name="Viet Nam", state_name_original="Việt Nam")
LONG = replace(
    JOSE,
    holder_name="Maria Fernanda Guadalupe Alejandra de la Santísima Trinidad Echeverría-Villavicencio y Goñi",
    holder_name_original="Мария Фернанда Гуадалупе Алехандра де ла Сантисима Тринидад Эчеверрия-Вильявисенсио и Гоньи",
    rank="Lieutenant Commander, Reserve Component, Engineer and Explosive Ordnance Disposal Branch",
    state_name="Bolivia (Plurinational State of)",
    state_name_original="Estado Plurinacional de Bolivia",
    title="Comprehensive Protection of Civilians Training for Tactical Level Decision Makers of Units in Missions",
    issuer="Centro de Entrenamiento para Operaciones de Paz, Escuela Superior de Formación Conjunta de las Fuerzas",
)
MIXED = replace(JOSE, holder_name_original="محمد (علي) 17 [BANBAT-4] أحمد")
RAHIM = replace(JOSE, holder_name="Mohammad Rahman", holder_name_original="মোহাম্মদ রহমান", state_name_original="বাংলাদেশ")
SHORT = replace(JOSE, holder_name="Li", minutes=45, lessons=1, topics=(), place=None, valid_through=None)
FACES = {
    "jose": JOSE,
    "ivan": IVAN,
    "mohamed": MOHAMED,
    "xiaoming": XIAOMING,
    "hong": HONG,
    "long": LONG,
    "mixed": MIXED,
    "rahim": RAHIM,
    "short": SHORT,
}
