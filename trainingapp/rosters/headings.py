"""Pure: what columns are called, in the six UN languages. The first of each language is the one our templates use."""

from trainingapp.rosters.letters import fold

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")

#: field: language: headings, divided by bars. They are compared without case, accents, spaces and punctuation, and
#: exactly otherwise.
#: A word under two fields (`Grade`, `Notes`, `Nombre`) is decided by the other headings,
#: or asked about.
HEADINGS: dict[str, dict[str, str]] = {
    "service_number": {
        "en": "Service number|Service no|Svc no|Svc number|Svc num|Svcno|Serv no|Service num|Service #|Service id"
        "|Personal number|Personal no|Pers no|Personnel number|Personnel no|Personnel id|Military number|Military no"
        "|Military id|Army number|Army no|Police number|Police no|Force number|Force no|Badge number|Badge no"
        "|Regimental number|Regimental no|Regt no|BA no|Soldier number|Soldier no|Staff number|Staff no|ID number"
        "|Employee number|Index number|Index no|UN index number|UN index no|UN ID|UNID|Service no (text)",
        "fr": "Numéro matricule|Matricule|N° matricule|No matricule|Num matricule|N° de matricule|Numéro de matricule"
        "|N° mle|Mle|No mle|Numéro de service|N° de service|N° service|N° militaire|Matricule militaire"
        "|Numéro d'identification|N° d'identification|Mat|N° mat",
        "es": "Número de servicio|N° de servicio|No de servicio|Nro de servicio|Núm de servicio|Matrícula"
        "|N° de matrícula|Número de matrícula|Número militar|N° militar|Legajo|N° de legajo|Número de legajo"
        "|Número de identificación|N° de identificación|Carnet militar|TIM|Número personal",
        "ru": "Личный номер|Личный №|Личн номер|Л номер|Служебный номер|Табельный номер|Таб номер|Таб №|Табельный №"
        "|Номер военнослужащего|Военный номер|ЛН",
        "ar": "رقم الخدمة|الرقم العسكري|الرقم الشخصي|رقم عسكري|رقم الخدمه|الرقم الوظيفي|الرقم|رقم القيد|الرقم الأمني"
        "|رقم التأجير|رقم الفرد",
        "zh": "军号|服役编号|军官证号|士兵证号|证件号|军人编号|编号|服务编号|军人号码|警号|軍號|士兵号|人员编号",
    },
    "family_name": {
        "en": "Family name|Surname|Last name|Family|Lastname|Family names|Sur name|Surnames|Last names",
        "fr": "Nom de famille|Nom|Noms|Nom patronymique|Patronyme|Nom famille|Nom(s)",
        "es": "Apellidos|Apellido|Primer apellido|Apellido paterno|Apellido(s)",
        "ru": "Фамилия|Фам",
        "ar": "اسم العائلة|اللقب|الكنية|اسم الأسرة|العائلة|الاسم العائلي|النسب|لقب العائلة",
        "zh": "姓|姓氏|家姓",
    },
    "second_family_name": {
        "en": "Second surname|Second family name",
        "es": "Segundo apellido|Apellido materno",
    },
    "given_names": {
        "en": "Given names|Given name|First name|First names|Forename|Forenames|Firstname|Christian name|Given name(s)"
        "|First name(s)|Given",
        "fr": "Prénoms|Prénom|Prénom(s)|Prénom usuel|Prénoms complets",
        "es": "Nombres|Nombre|Nombre de pila|Nombre(s)|Primer nombre|Nombres de pila",
        "ru": "Имя|Имена",
        "ar": "الاسم الأول|الاسم الشخصي|الأسماء|الأسماء الأولى|اسم الشخص",
        "zh": "名|名字",
    },
    "middle_names": {
        "en": "Middle name|Middle names|Other names|Other name|Second name|Middle initial|Middle name(s)",
        "fr": "Deuxième prénom|Autres prénoms|Second prénom",
        "es": "Segundo nombre|Otros nombres",
        "ru": "Отчество",
        "ar": "اسم الأب|الاسم الأوسط|الاسم الثاني",
    },
    "full_name": {
        "en": "Full name|Name|Names|Name in full|Complete name|Rank holder name|Soldier name|Name of soldier"
        "|Name of participant|Participant|Participant name|Trainee|Trainee name|Name of trainee|Student name"
        "|Name and surname|Surname and name|Surname and given names|Name of personnel|Personnel name"
        "|Surname and first name|Surname, given names|Last name, first name|Name (Latin)|Name in Latin letters",
        "fr": "Nom complet|Nom et prénom|Nom et prénoms|Noms et prénoms|Nom & prénom|Nom prénom|Nom prénoms"
        "|Prénom et nom|Prénoms et nom|Identité|Nom et prénom(s)|Noms et prénom|Nom(s) et prénom(s)|Participant",
        "es": "Nombre completo|Nombre|Nombre y apellido|Nombre y apellidos|Nombres y apellidos|Apellidos y nombres"
        "|Apellidos y nombre|Apellido y nombre|Apellidos, nombres|Participante|Nombre(s) y apellido(s)",
        "ru": "ФИО|Ф.И.О.|Фамилия, имя, отчество|Фамилия имя отчество|Фамилия и имя|Фамилия имя|Полное имя"
        "|Фамилия и инициалы|Имя и фамилия|Фамилия, имя",
        "ar": "الاسم الكامل|الاسم|الإسم|الاسم واللقب|الاسم الثلاثي|الاسم الرباعي|اسم المتدرب|اسم المشارك|الاسم بالكامل"
        "|الاسم و اللقب|الإسم الكامل|اسم الجندي",
        "zh": "姓名|全名|名称|学员姓名|人员姓名|参训人员|姓名(全名)",
    },
    "full_name_original": {
        "en": "Full name (original script)|Name (original script)|Name in original script|Original name|Native name"
        "|Name in Arabic|Arabic name|Name (Arabic)|Name in Chinese|Chinese name|Name (Chinese)|Name in Cyrillic"
        "|Name (Cyrillic)|Name in Russian|Name in native script|Name in native language|Name in national language"
        "|Name in local script|Name in Bangla|Name in Bengali|Name in Nepali|Name in Hindi|Name in Urdu"
        "|Name in Amharic|Full name original|Full name in original script|Full name in Arabic|Full name in Chinese",
        "fr": "Nom complet (écriture d'origine)|Nom en arabe|Nom et prénom en arabe|Nom (écriture originale)"
        "|Nom complet en arabe|Nom dans l'écriture d'origine",
        "es": "Nombre completo (escritura original)|Nombre en árabe|Nombre (escritura original)"
        "|Nombre en escritura original",
        "ru": "Полное имя (оригинал)|ФИО на родном языке|Имя на языке оригинала|ФИО (оригинал)",
        "ar": "الاسم الكامل (الكتابة الأصلية)|الاسم بالعربية|الاسم باللغة العربية|الاسم بالعربي|الاسم بالكتابة الأصلية"
        "|الاسم بالحروف العربية",
        "zh": "全名（原文）|中文姓名|原文姓名|姓名（中文）|姓名（原文）|母语姓名",
    },
    "family_name_original": {
        "en": "Family name (original script)|Surname (original script)|Family name in Arabic|Family name original"
        "|Surname in Arabic|Family name in original script|Family name (Arabic)|Surname (Arabic)",
        "fr": "Nom de famille (écriture d'origine)|Nom de famille en arabe",
        "es": "Apellidos (escritura original)|Apellido en árabe",
        "ru": "Фамилия (оригинал)|Фамилия на родном языке",
        "ar": "اسم العائلة (الكتابة الأصلية)|اللقب بالعربية|اسم العائلة بالعربية",
        "zh": "姓（原文）|姓（中文）",
    },
    "given_names_original": {
        "en": "Given names (original script)|First name (original script)|Given names in Arabic|Given names original"
        "|First name in Arabic|Given names in original script|Given names (Arabic)|First name (Arabic)"
        "|Given names in Chinese",
        "fr": "Prénoms (écriture d'origine)|Prénom en arabe|Prénoms en arabe",
        "es": "Nombres (escritura original)|Nombre de pila en árabe",
        "ru": "Имя (оригинал)|Имя на родном языке",
        "ar": "الاسم الأول (الكتابة الأصلية)|الاسم الأول بالعربية|الاسم الشخصي بالعربية",
        "zh": "名（原文）|名（中文）",
    },
    "rank": {
        "en": "Rank|Rk|Military rank|Police rank|Rank title|Rank/Title|Grade",
        "fr": "Grade|Grade militaire|Gde|Grd",
        "es": "Grado|Rango|Grado militar|Empleo militar|Jerarquía|Grado/Rango",
        "ru": "Звание|Воинское звание|В/звание|Специальное звание|Чин",
        "ar": "الرتبة|الرتبة العسكرية|رتبة|الرتبه",
        "zh": "军衔|警衔|级别|衔级|軍銜",
    },
    "sex": {
        "en": "Sex|Gender|Sex (M/F)|Gender (M/F)|M/F|Male/Female|Sex M/F/unspecified",
        "fr": "Sexe|Genre|Sexe (M/F)|H/F|Sexe (H/F)",
        "es": "Sexo|Género|Sexo (M/F)|Sexo (H/M)",
        "ru": "Пол|Пол (м/ж)",
        "ar": "الجنس|النوع|النوع الاجتماعي",
        "zh": "性别|性別",
    },
    "nationality": {
        "en": "Nationality|Country|Citizenship|Country of origin|Member State|Contributing country|TCC|PCC|T/PCC|State",
        "fr": "Nationalité|Pays|Pays d'origine|État membre|Pays contributeur",
        "es": "Nacionalidad|País|País de origen|Estado Miembro",
        "ru": "Гражданство|Страна|Национальность|Государство",
        "ar": "الجنسية|البلد|الدولة|بلد المنشأ",
        "zh": "国籍|国家|籍",
    },
    "born_on": {
        "en": "Date of birth|DOB|D.O.B.|Birth date|Birthdate|Born|Born on|Birthday|Date born",
        "fr": "Date de naissance|Né le|Née le|Né(e) le|DDN|Naissance|Date naissance",
        "es": "Fecha de nacimiento|Nacimiento|F. nacimiento|Fecha nacimiento|F. de nacimiento|Fecha de nac",
        "ru": "Дата рождения|Д.р.|Родился|Дата рожд",
        "ar": "تاريخ الميلاد|تاريخ الولادة|الميلاد|تاريخ الازدياد",
        "zh": "出生日期|出生年月日|生日|出生年月",
    },
    "category": {
        "en": "Category|Personnel category|Personnel type|Type of personnel|Person category|Category of personnel|Cat",
        "fr": "Catégorie|Catégorie de personnel|Type de personnel",
        "es": "Categoría|Categoría de personal|Tipo de personal",
        "ru": "Категория|Категория персонала|Категория личного состава",
        "ar": "الفئة|فئة الأفراد|فئة الموظفين|التصنيف",
        "zh": "类别|人员类别|人员类型",
    },
    "function": {
        "en": "Function|Appointment|Appt|Post|Position|Duty|Job|Job title|Role|Assignment|Functional title|Trade"
        "|Specialty|Duties|Duty position",
        "fr": "Fonction|Poste|Emploi|Affectation|Fonctions|Poste occupé|Emploi tenu",
        "es": "Función|Cargo|Puesto|Puesto de trabajo|Función que desempeña|Destino",
        "ru": "Должность|Функция|Занимаемая должность",
        "ar": "الوظيفة|المنصب|المهمة|الوظيفه|المسمى الوظيفي",
        "zh": "职务|岗位|职位|职责",
    },
    "result": {
        "en": "Result|Results|Outcome|Pass/Fail|P/F|Pass or fail|Test result|Exam result|Course result|Final result"
        "|Training result|Status of completion|Completion result|Passed|Completion status|Lesson status|Course status"
        "|Status|Success status",
        "fr": "Résultat|Résultats|Résultat final|Réussite|Admis/Ajourné|Réussi|Résultat du test|Résultat de l'examen",
        "es": "Resultado|Resultados|Resultado final|Apto/No apto|Aprobado|Resultado del examen",
        "ru": "Результат|Результаты|Итог|Зачёт/незачёт|Сдал/не сдал|Итоговый результат|Результат экзамена",
        "ar": "النتيجة|النتائج|النتيجة النهائية|نتيجة الاختبار|نتيجة الدورة",
        "zh": "结果|成绩结果|考核结果|是否合格|是否通过|考试结果|培训结果",
    },
    "score": {
        "en": "Score|Score %|Mark|Marks|Points|Percentage|Percent|%|Test score|Exam score|Score (%)|Score (0-100)"
        "|Marks %|Final score|Score percent|Score in %|Grade",
        "fr": "Note|Notes|Score|Pourcentage|Points|Note sur 100|Note /100|Note (%)|Note finale",
        "es": "Puntuación|Puntaje|Nota|Calificación|Porcentaje|Puntos|Nota (%)|Puntuación (%)",
        "ru": "Баллы|Балл|Оценка (%)|Процент|Набрано баллов|Баллы (%)|Количество баллов|Проценты",
        "ar": "النقاط|العلامة|المعدل|النسبة|النسبة المئوية|مجموع النقاط",
        "zh": "分数|得分|成绩|百分比|考试分数|分數",
    },
    "completed_on": {
        "en": "Date completed|Completed on|Completion date|Date of completion|Date|Date of training|Training date"
        "|Course date|Date of course|End date|Date of test|Test date|Exam date|Date of exam|Completed|Completion"
        "|Date passed|Date of result|Date (completed)|Finished on|Course end date|Date of completion of training"
        "|Time completed|Completed at|Completion time|Finished",
        "fr": "Date d'achèvement|Date|Terminé le|Date de fin|Date de formation|Date de la formation|Date du stage"
        "|Date de l'examen|Date du test|Date de fin de formation|Achevé le|Date d'obtention|Date de réussite",
        "es": "Fecha de finalización|Fecha|Fecha de término|Fecha del curso|Fecha de la formación|Finalizado el"
        "|Fecha de examen|Fecha de capacitación|Fecha de terminación|Fecha de conclusión|Completado el|Fecha final"
        "|Fecha del examen|Fecha de entrenamiento",
        "ru": "Дата завершения|Дата|Дата окончания|Дата прохождения|Дата сдачи|Дата обучения|Дата экзамена"
        "|Дата подготовки|Завершено|Окончание",
        "ar": "تاريخ الإكمال|التاريخ|تاريخ الإتمام|تاريخ الانتهاء|تاريخ التدريب|تاريخ الدورة|تاريخ الاختبار"
        "|تاريخ إتمام التدريب|تاريخ نهاية الدورة|تاريخ إكمال التدريب|تاريخ إتمام الدورة",
        "zh": "完成日期|日期|结业日期|培训日期|考核日期|考试日期|结束日期|完成时间|培训完成日期",
    },
    "line_number": {
        "en": "No.|#|S/N|S/No|Ser|Ser no|Serial|Serial no|Serial number|Sl no|Sl|Sr no|Sr|Line|Line no|Item|Item no"
        "|Row|SN|Ord|Nr|Number in list",
        "fr": "N°|Nº|N° d'ordre|Numéro d'ordre|No d'ordre|N° ord|Ordre",
        "es": "N.º|Núm.|N° de orden|Orden|Número de orden|Nro|Ítem",
        "ru": "№|№ п/п|п/п|№ пп|Порядковый номер|Номер п/п|N п/п",
        "ar": "م|ت|الرقم التسلسلي|التسلسل|مسلسل|رقم متسلسل|ر.ت|تسلسل|الرقم الترتيبي|ر/ت",
        "zh": "序号|行号|序|項次",
    },
    "remarks": {
        "en": "Remarks|Remark|Comments|Comment|Notes|Observations|Observation",
        "fr": "Observations|Remarques|Commentaires|Observation|Remarque|Commentaire|Obs",
        "es": "Observaciones|Comentarios|Observación|Notas|Comentario",
        "ru": "Примечание|Примечания|Комментарий|Комментарии|Замечания|Прим",
        "ar": "ملاحظات|الملاحظات|ملاحظة|تعليقات|ملحوظات",
        "zh": "备注|说明|意见|備註|附注",
    },
    # What a learning platform tells beside the result; its e-mail addresses have no place here.
    "platform": {
        "en": "Email address|Email|E-mail|E-mail address|Username|User name|User|Login|Institution|Department|City/town"
        "|Group|Groups|Started on|Started|Start date|Time started|Date started|Time taken|Time spent|Total time"
        "|Duration|Attempt|Attempts|Attempt number|Course|Course name|Course title|Course short name|Activity|Quiz"
        "|Progress|Progress (%)|Last access|Last accessed|Last accessed on|Enrolled on|Enrolment date|Certificate code",
        "fr": "Adresse de courriel|Courriel|Adresse e-mail|Nom d'utilisateur|Département|Commencé le|Temps utilisé"
        "|Temps passé|Tentative|Cours|Nom du cours|Progression|Dernier accès",
        "es": "Dirección de correo|Correo electrónico|Nombre de usuario|Departamento|Comenzado el|Tiempo requerido"
        "|Intento|Curso|Nombre del curso|Progreso|Último acceso",
        "ru": "Адрес электронной почты|Электронная почта|Логин|Отдел|Тест начат|Затраченное время|Попытка|Курс"
        "|Название курса|Прогресс|Последний вход",
        "ar": "عنوان البريد الإلكتروني|البريد الإلكتروني|اسم المستخدم|القسم|بدأ في|الوقت المستغرق|المحاولة"
        "|المقرر|آخر دخول",
        "zh": "电子邮件地址|电子邮件|用户名|部门|开始时间|耗时|尝试次数|课程|课程名称|进度|最近访问",
    },
    "reason": {
        "en": "What to mend",
        "fr": "À corriger",
        "es": "Qué corregir",
        "ru": "Что исправить",
        "ar": "ما ينبغي تصحيحه",
        "zh": "需更正之处",
    },
}


def _all_headings() -> dict[str, dict[str, frozenset[str]]]:
    gathered: dict[str, dict[str, set[str]]] = {}
    for field, by_language in HEADINGS.items():
        for language, headings in by_language.items():
            for heading in (*headings.split("|"), field if language == "en" else ""):
                if heading:
                    gathered.setdefault(key_of(heading), {}).setdefault(field, set()).add(language)
    return {key: {field: frozenset(langs) for field, langs in fields.items()} for key, fields in gathered.items()}


def key_of(heading: str) -> str:
    """What a heading is compared by. A sign such as % folds to nothing and stands for itself."""
    return fold(heading) or "".join(heading.split())


#: heading, folded: the fields it may mean, and the languages in which it does.
KNOWN = _all_headings()


def heading_of(field: str, language: str) -> str:
    """What our own files call the field in a language; English where that language has no word for it."""
    by_language = HEADINGS[field]
    return by_language.get(language, by_language["en"]).split("|")[0]
