"""Generates the three organisations of the sandbox and their models. README.md describes each file.

    python3 -m venv target/py && target/py/bin/pip install -r src/test/resources/models/requirements.txt
    target/py/bin/python src/test/resources/models/make_fixtures.py

Everything is drawn from fixed seeds: a second run writes the same bytes. All people, texts and ids are invented. Expected values come
from the training libraries, never from ONNX, and the features are computed here from the rows, so that the service is checked
independently.
"""

import math
import random
import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

import numpy as np
import onnxmltools
from fixtures import (MARGIN, MODELS, agree, cases_of, compact, labels, manifest, near_border, rounded, rows_of, run, save_model,
                      small_lightgbm, small_xgboost, write_json)
from onnxmltools.convert.common.data_types import FloatTensorType as ToolsFloat
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")

ORGANISATIONS = MODELS.parent / "organisations"
ANCHOR = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
TODAY = ANCHOR.date()
SCORE_FIELD = "rocketmat"


# --- What differs between the organisations -------------------------------------------------------------------------------------------

@dataclass
class Plan:
    name: str
    index: int
    applications: int
    candidates: int
    decimals: int
    features: list
    missing: dict
    jobs: list  # (name, status)
    titles: list  # of candidates; None is a candidate without one
    fields: list  # application custom fields: (name_key, name, value_type, how often set, options or draw)
    candidate_fields: list = field(default_factory=list)
    extra_fields: list = field(default_factory=list)  # definitions that no application row uses


def notice(rng):
    return rng.choice(["none", "1 month", "2 months", "3 months", "à convenir"])


def pay(unit, low, high):
    return lambda rng: {"amount": rng.randrange(low, high, 500), "unit": unit}


def soon(rng):
    return str(TODAY + timedelta(days=rng.randint(10, 120)))


AURORA = Plan(
    "aurora", 1, 230, 76, 0,
    ["candidate.experience_years", "candidate.degree_level", "application.referred", "candidate.jobs_count", "match.title_similarity"],
    {"candidate.degree_level": 0, "match.title_similarity": 0},
    [("Senior Data Engineer", "open"), ("Ingénieur de Données", "open"), ("Backend Developer (Java)", "open"), ("Product Manager", "open"),
     ("QA Engineer", "open"), ("UX Designer / Researcher", "open"), ("Site Reliability Engineer", "closed"), ("Office Manager", "closed"),
     ("Data Analyst", "draft")],
    # A decomposed é, full-width letters and a title without any word, as tests of NFKD and the word split.
    ["Data Engineer", "Senior Data Engineer", "Ingénieur données", "Inge\u0301nieur de donne\u0301es", "Java Developer", "Développeur Backend",
     "Senior Backend Developer", "Product Owner", "Produktmanagerin", "ＱＡ Engineer", "QA Analyst", "UX Designer", "Researcher", "—", None, None],
    [("notice", "Notice", "short_text", .55, notice), ("relocate", "Relocate", "yes_no", .5, [True, False]),
     ("band", "Band", "single_select", .5, ["A", "B", "C"]), ("skills", "Skills", "multi_select", .45, ["SQL", "Java", "Go", "Français"]),
     ("pay", "Pay", "currency", .4, pay("EUR", 38000, 96000)), ("start_on", "Start on", "date", .4, soon)],
    extra_fields=[("candidate", SCORE_FIELD, "Rocketmat", "number", True), ("job", "level", "Level", "single_select", True)])

BOREALIS = Plan(
    "borealis", 2, 180, 74, 0,
    ["candidate.current_role_years", "candidate.longest_role_years", "candidate.gap_months", "candidate.degree_level",
     "candidate.educations_count", "application.custom[years_in_field]", "candidate.experience_years", "candidate.jobs_count",
     "match.title_similarity"],
    {},
    [("Electrical Engineer", "open"), ("Projektledare Vindkraft", "open"), ("Maintenance Technician", "open"), ("HSE Advisor", "open"),
     ("Leiter Qualitätssicherung", "open"), ("Procurement Lead", "closed"), ("Grid Planner", "draft")],
    ["Electrical Engineer", "Elektroingenjör", "Projektledare", "Projektledare Vindkraft", "Maintenance Technician", "Wind Technician",
     "HSE Manager", "Safety Advisor", "Qualitätssicherung", "Leiterin Qualitatssicherung", "Ingénieur électricien", None],
    [("years_in_field", "Years in field", "number", .75, lambda rng: rng.randint(0, 40) / 2), ("notice", "Notice", "short_text", .6, notice),
     ("shift_work", "Shift work", "yes_no", .7, [True, False]), ("site", "Site", "single_select", .7, ["Luleå", "Tromsø", "Kiel"]),
     ("pay", "Pay", "currency", .6, pay("SEK", 350000, 800000))],
    # The key of the score field again, archived and of another type: only the active one may be resolved.
    extra_fields=[("application", SCORE_FIELD, "Rocketmat", "short_text", False)])

CYGNUS = Plan(
    "cygnus", 3, 160, 70, 1,
    ["candidate.experience_years", "candidate.jobs_count", "candidate.degree_level", "match.title_similarity",
     "application.custom[relocate]", "candidate.custom[notice_weeks]"],
    {},
    [("Commercial Lawyer", "open"), ("Contrôleur de gestion", "open"), ("Accountant – Accounts Payable", "open"), ("Tax Advisor", "open"),
     ("Data Protection Officer", "closed"), ("Paralegal", "draft")],
    ["Lawyer", "Commercial Lawyer", "Avocate", "Contrôleuse de gestion", "Controleur de Gestion", "Accountant", "Accounts Payable Clerk",
     "Księgowa", "Tax Advisor", "Senior Tax Consultant", "法務担当", None],
    [("relocate", "Relocate", "yes_no", .75, [True, False]), ("region", "Region", "single_select", .6, ["Nord", "Süd", "Île-de-France"]),
     ("languages", "Languages", "multi_select", .7, ["de", "en", "fr", "pl"]), ("available_on", "Available on", "date", .6, soon),
     ("pay", "Pay", "currency", .6, pay("EUR", 42000, 120000))],
    candidate_fields=[("notice_weeks", "Notice weeks", "number", .75, lambda rng: rng.randint(0, 26))],
    extra_fields=[("application", "old_grade", "Old grade", "short_text", False)])

FIRST = ["Zoë", "Łukasz", "Åsa", "José", "Nguyễn", "Mira", "Tomás", "Ева", "Νίκος", "美咲", "Siobhán", "Omar", "Jürgen", "Noor", "Élodie", "Kwame", "Ida", "Sam"]
LAST = ["Brandt", "O'Neill", "Lindqvist", "Żak", "Ferreira", "Ndiaye", "Smith-Berg", "Öztürk", "Ito", "Marković", "D'Amico", "Vesterås", "Quill", "Hálek"]
COMPANIES = ["Nordlys AB", "Tidewater", "Café Lumière", "Kessel & Co", "Öresund Data", "Plum GmbH", "Halvard", "Ostra"]
# name, level, active: a deleted option still resolves
DEGREES = [("High School", 1, True), ("Associate's Degree", 2, True), ("Bachelor's Degree", 3, True), ("Licence", 3, False), ("Master's Degree", 4, True),
           ("Engineer's Degree", 4, True), ("Master of Business Administration (M.B.A.)", 4, True), ("Doctor of Philosophy (Ph.D.)", 5, True),
           ("Juris Doctor (J.D.)", 5, True), ("Other", None, True)]
LEVELS = {name: level for name, level, _ in DEGREES}
SCHOOLS = ["Université de Véga", "Polar Institute", "Lyra Business School", "Hochschule Köln-Süd (invented)", "Other"]
DISCIPLINES = ["Computer Science", "Électrotechnique", "Law", "Accounting", "Design"]
STAGES = ["Application Review", "Phone Screen", "Interview"]
STAGE_HISTORY = 12  # only this many applications have rows of application_stages, to keep the file small


# --- Rows -----------------------------------------------------------------------------------------------------------------------------

ID_BASES = {"user": 4_410_000_002, "source": 4_330_000_002, "office": 4_520_000_002, "department": 4_610_000_002, "field": 4_710_000_002,
            "job": 5_510_000_002, "interview_stage": 5_620_000_002, "candidate": 6_900_000_002, "application": 7_100_000_002,
            "employment": 8_110_000_002, "education": 8_210_000_002, "option": 8_310_000_002, "stage": 9_910_000_002}


class Organisation:
    """The rows of one organisation, drawn from a seed."""

    def __init__(self, plan, seed, applications, candidates):
        self.plan = plan
        self.rng = random.Random(seed)
        self.last = {kind: base + plan.index * 20_000_000 for kind, base in ID_BASES.items()}
        self.rows = {kind: [] for kind in (
            "users", "custom_fields", "custom_field_options", "offices", "departments", "sources", "jobs", "job_interview_stages",
            "application_stages", "candidates", "candidate_employments", "candidate_educations", "applications")}
        self.options = {}  # name_key → {option name: id}
        self.draw_house()
        self.draw_fields()
        self.draw_jobs()
        for number in range(candidates):
            self.draw_candidate(number)
        self.draw_applications(applications)

    def add(self, resource, kind, created, updated=None, **values):
        """Adds a row; what is None or empty is left out of the file (the simulator fills it in)."""
        self.last[kind] += self.rng.randint(1, 9) * 1000
        row = {"id": self.last[kind], "created_at": stamp(created), "updated_at": stamp(updated or created)}
        row |= {key: value for key, value in values.items() if value is not None and value != [] and value != {}}
        self.rows[resource].append(row)
        return row

    def draw_house(self):
        old = ANCHOR - timedelta(days=700)
        name = self.plan.name
        for first, last, title, admin in [("Rocketmat", "Integration", "Service", True), ("Ingrid", "Sørby", "Recruiter", False), ("Paul", "Čapek", "Recruiter", False)]:
            self.add("users", "user", old, first_name=first, last_name=last, name=f"{first} {last}", primary_email=f"{first.lower()}@{name}.example",
                     job_title=title, deactivated=False, site_admin=admin, emails=[f"{first.lower()}@{name}.example"])
        self.office = self.add("offices", "office", old, name="Head Office", location="Lyon, France")["id"]
        self.department = self.add("departments", "department", old, name="Operations")["id"]
        for number, source in enumerate(["Careers page", "Referral", "Salon de l'emploi"]):
            self.add("sources", "source", old, name=source, type={"id": number + 1, "name": "Other"})
        self.recruiters = [user["id"] for user in self.rows["users"][1:]]
        self.sources = [source["id"] for source in self.rows["sources"]]

    def draw_fields(self):
        old = ANCHOR - timedelta(days=600)
        definitions = [("application", SCORE_FIELD, "Rocketmat", "number", True, [])]
        definitions[:0] = [(kind, key, label, type_, active, ["Junior", "Senior"] if key == "level" else [])
                           for kind, key, label, type_, active in self.plan.extra_fields]
        for kind, fields in (("application", self.plan.fields), ("candidate", self.plan.candidate_fields)):
            definitions += [(kind, key, label, type_, True, values if type_.endswith("select") else []) for key, label, type_, _, values in fields]
        definitions += [("standard", "degree", "Degree", "single_select", True, [name for name, _, _ in DEGREES]),
                        ("standard", "school_name", "School Name", "single_select", True, SCHOOLS),
                        ("standard", "discipline", "Discipline", "single_select", True, DISCIPLINES)]
        for order, (kind, key, label, type_, active, options) in enumerate(definitions):
            definition = self.add(
                "custom_fields", "field", old, field_type=kind, sort_order=order, name=label, value_type=type_, private=False, required=False,
                require_approval=False, trigger_new_version=False, active=active, internal_type=key if kind == "standard" else None,
                expose_in_job_board_api=False, name_key=key, application_type="candidate_applications" if kind == "application" else None)
            inactive = {name for name, _, alive in DEGREES if not alive}
            self.options[key] = {
                option: self.add("custom_field_options", "option", old, custom_field_id=definition["id"], name=option, sort_order=number,
                                 active=not (key == "degree" and option in inactive))["id"]
                for number, option in enumerate(options)}

    def draw_jobs(self):
        for number, (name, status) in enumerate(self.plan.jobs):
            created = ANCHOR - timedelta(days=self.rng.randint(90, 300), seconds=self.rng.randint(0, 80000))
            level = {"level": {"name": "Level", "type": "single_select", "value": "Senior" if "Senior" in name else "Junior"}} if "level" in self.options else None
            job = self.add("jobs", "job", created, name=name, requisition_id=f"{self.plan.name[:3].upper()}-{number + 1}", confidential=False, status=status,
                           opened_at=None if status == "draft" else stamp(created + timedelta(days=2)),
                           closed_at=stamp(ANCHOR - timedelta(hours=1)) if status == "closed" else None,
                           is_template=False, department_id=self.department, office_ids=[self.office], custom_fields=level)
            for order, stage in enumerate(STAGES):
                self.add("job_interview_stages", "interview_stage", created, job_id=job["id"], sort_order=order, name=stage, active=True)

    def draw_candidate(self, number):
        rng, plan = self.rng, self.plan
        created = ANCHOR - timedelta(days=rng.randint(62, 400), milliseconds=rng.randint(0, 80_000_000))
        if number < 2:  # private: the acting user gets a stub
            row = self.add("candidates", "candidate", created)
            self.rows["candidates"][-1] = {"id": row["id"], "message": "You do not have permission to view this candidate."}
            return
        if number < 4:  # erased
            row = self.add("candidates", "candidate", created, first_name="Anonymized", can_email=True)
            row["last_name"] = str(row["id"])
            return
        values = {key: {"name": label, "type": type_, "value": draw(rng)} for key, label, type_, often, draw in plan.candidate_fields if rng.random() < often}
        for entry in values.values():
            if rng.random() < .1:  # Greenhouse is not consistent here: a number may come as a string
                entry["value"] = str(entry["value"])
        if rng.random() < .1 and any(kind == "candidate" for kind, *_ in plan.extra_fields):
            values[SCORE_FIELD] = {"name": "Rocketmat", "type": "number", "value": rng.randint(1, 99)}  # the candidate's, not the application's
        row = self.add(
            "candidates", "candidate", created, first_name=rng.choice(FIRST), last_name=rng.choice(LAST), title=rng.choice(plan.titles),
            company=rng.choice(COMPANIES) if rng.random() < .3 else None, can_email=True, tags=["référé"] if rng.random() < .1 else [],
            email_addresses=[{"value": f"c{number}@mail.example", "type": "personal"}] if rng.random() < .3 else [],
            addresses=[{"value": "Malmö, Sweden", "type": "home"}] if rng.random() < .15 else [], custom_fields=values)
        for company, title, start, end in draw_career(rng, plan):
            self.add("candidate_employments", "employment", created, candidate_id=row["id"], company_name=company, title=title,
                     start_date=str(start), end_date=str(end) if end else None)
        for order in range(rng.choices([0, 1, 2], [38, 47, 15])[0]):
            degree = rng.choice([None] + [name for name, _, _ in DEGREES])
            self.add("candidate_educations", "education", created, candidate_id=row["id"], latest=order == 0,
                     degree_custom_field_option_id=self.options["degree"].get(degree),
                     school_name_custom_field_option_id=self.options["school_name"][rng.choice(SCHOOLS)] if rng.random() < .6 else None,
                     discipline_custom_field_option_id=self.options["discipline"][rng.choice(DISCIPLINES)] if rng.random() < .5 else None,
                     end_date_year=rng.randint(1995, 2024))

    def draw_applications(self, count):
        rng = self.rng
        shares = {"rejected": .1, "hired": .025, "converted": .025, "prospect": .045, "closed": .05, "draft": .02, "scored": .07, "stub": .02, "anonymised": .02}
        fates = [fate for fate, share in shares.items() for _ in range(max(2, round(share * count)))]
        fates += ["plain"] * (count - len(fates))
        rng.shuffle(fates)
        jobs = {status: [job["id"] for job in self.rows["jobs"] if job["status"] == status] for status in ("open", "closed", "draft")}
        people = [row["id"] for row in self.rows["candidates"]]
        created_at = sorted(ANCHOR - timedelta(seconds=rng.randint(600, 61 * 86400), milliseconds=rng.randint(0, 999)) for _ in range(count))
        taken = set()
        for number, (fate, created) in enumerate(zip(fates, created_at)):
            while True:
                job = rng.choice(jobs.get(fate, jobs["open"]))
                candidate = rng.choice(people[:2] if fate == "stub" else people[2:4] if fate == "anonymised" else people[4:])
                if fate in ("stub", "anonymised") or (candidate, job) not in taken:
                    break
            taken.add((candidate, job))
            self.draw_application(fate, created, candidate, job, count - number <= STAGE_HISTORY)
        self.rows["applications"].reverse()  # as the API lists them: newest first

    def draw_application(self, fate, created, candidate, job, with_history):
        rng = self.rng
        prospect = fate in ("prospect", "converted")
        status = fate if fate in ("rejected", "hired", "converted") else "in_process"
        if rng.random() < .05:  # touched in the last hour
            updated = max(created, ANCHOR - timedelta(milliseconds=rng.randint(60_000, 3_500_000)))
        else:
            updated = min(created + timedelta(milliseconds=int(rng.expovariate(1 / 3e8))), ANCHOR - timedelta(minutes=2, milliseconds=rng.randint(0, 999)))
            updated = max(updated, created)
        customs = {}
        if rng.random() < .93:  # the others carry nothing at all
            for key, label, type_, often, values in self.plan.fields:
                if rng.random() < often:
                    if type_ == "multi_select":
                        value = rng.sample(values, rng.randint(1, 2))
                    else:
                        value = rng.choice(values) if isinstance(values, list) else values(rng)
                    customs[key] = {"name": label, "type": type_, "value": value}
        if fate == "scored":  # 0 is a score too
            customs[SCORE_FIELD] = {"name": "Rocketmat", "type": "number", "value": 0 if rng.random() < .15 else rng.randint(1, 100)}
        stage = rng.randrange(len(STAGES)) if status == "in_process" and not prospect else None
        row = self.add(
            "applications", "application", created, updated, candidate_id=candidate, job_id=job if not prospect or rng.random() < .3 else None,
            recruiter_id=rng.choice(self.recruiters) if rng.random() < .15 else None,
            referrer_id=4_260_000_002 + rng.randint(1, 9) * 1000 if rng.random() < .25 else None,
            source_id=rng.choice(self.sources) if rng.random() < .7 else None, stage_name=None if stage is None else STAGES[stage], status=status,
            prospect=prospect, rejected_at=stamp(updated) if status == "rejected" else None, last_activity_at=stamp(updated),
            location_address="Århus, Denmark" if rng.random() < .1 else None, prospective_job_ids=[job] if prospect else [],
            answers=[{"question": "Right to work?", "answer": rng.choice(["Yes", "No"])}] if rng.random() < .08 else [], custom_fields=customs)
        if stage is not None and with_history:
            stages = [row["id"] for row in self.rows["job_interview_stages"] if row["job_id"] == job]
            row["stage_id"] = self.add("application_stages", "stage", created, updated, application_id=row["id"], job_interview_stage_id=stages[stage],
                                       entered_at=stamp(updated), days_in_stage=(ANCHOR - updated).days, current=True)["id"]

    def drop(self, application):
        self.rows["applications"].remove(application)
        self.rows["application_stages"] = [row for row in self.rows["application_stages"] if row["application_id"] != application["id"]]


def draw_career(rng, plan):
    """From the newest employment back: (company, title, start, end or None). With overlaps, second open ends, ends in the future and a broken row."""
    rows = []
    end = None if rng.random() < .6 else TODAY - timedelta(days=rng.randint(20, 900))
    if end is None and rng.random() < .15:
        end = TODAY + timedelta(days=rng.randint(30, 200))
    for _ in range(rng.choices([0, 1, 2, 3, 4], [24, 40, 23, 10, 3])[0]):
        start = min(end or TODAY, TODAY) - timedelta(days=rng.randint(100, 2400))
        rows.append((rng.choice(COMPANIES), rng.choice(plan.titles[:4]), start, end))
        end = start + timedelta(days=rng.choice([0, -rng.randint(30, 500), -rng.randint(1, 90), rng.randint(10, 400)]))  # seamless, gap, gap, overlap
        end = None if rng.random() < .15 else min(end, TODAY)
    if rows and rng.random() < .04:
        rows.append((rng.choice(COMPANIES), plan.titles[0], date(2019, 5, 1), date(2018, 5, 1)))
    return rows


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


# --- Which applications get a score ---------------------------------------------------------------------------------------------------

def left_alone(application, candidate, job):
    """Why the service must not score this application, or None."""
    if application["status"] != "in_process":
        return application["status"]
    if application["prospect"]:
        return "prospect"
    if job["status"] != "open":
        return "job closed"  # draft too: the list of reasons has no other word for a job that is not open
    if "message" in candidate:
        return "private candidate"
    if candidate["first_name"] == "Anonymized":
        return "anonymised candidate"
    if application.get("custom_fields", {}).get(SCORE_FIELD, {}).get("value") is not None:
        return "already scored"
    return None


# --- Features, by their published meaning; None is missing ----------------------------------------------------------------------------

def words(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text or "") if not unicodedata.category(c).startswith("M")).lower()
    return set("".join(c if unicodedata.category(c)[0] == "L" or unicodedata.category(c) == "Nd" else " " for c in plain).split())


def title_similarity(candidate, job):
    ours, theirs = words(candidate.get("title")), words(job["name"])
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else None


def custom(row, key):
    value = row.get("custom_fields", {}).get(key, {}).get("value")
    return None if value in (None, "") else float(value)  # only numbers, numbers in strings and yes/no are asked for


def career(employments):
    spans = []
    for row in employments:
        start = date.fromisoformat(row["start_date"])
        end = min(date.fromisoformat(row["end_date"]), TODAY) if "end_date" in row else TODAY
        if end >= start:
            spans.append((start, end))
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    open_ends = [date.fromisoformat(row["start_date"]) for row in employments if row.get("end_date", "9999") > str(TODAY)]
    return {
        "candidate.experience_years": sum((end - start).days for start, end in merged) / 365.25,
        "candidate.current_role_years": (TODAY - max(open_ends)).days / 365.25 if open_ends else None,
        "candidate.longest_role_years": max((end - start).days for start, end in spans) / 365.25 if spans else None,
        "candidate.gap_months": sum((b[0] - a[1]).days for a, b in zip(merged, merged[1:])) / 30.4375 if spans else None,
        "candidate.jobs_count": len(employments)}


class World:
    """The rows of an organisation, joined as the service has to join them."""

    def __init__(self, rows):
        self.candidates = {row["id"]: row for row in rows["candidates"]}
        self.jobs = {row["id"]: row for row in rows["jobs"]}
        self.options = {row["id"]: row["name"] for row in rows["custom_field_options"]}
        self.rows = rows

    def of(self, resource, candidate):
        return [row for row in self.rows[resource] if row["candidate_id"] == candidate]

    def reason(self, application):
        return left_alone(application, self.candidates[application["candidate_id"]], self.jobs.get(application.get("job_id")))

    def features(self, application):
        candidate, job = self.candidates[application["candidate_id"]], self.jobs[application["job_id"]]
        educations = self.of("candidate_educations", candidate["id"])
        degrees = [LEVELS[self.options[row["degree_custom_field_option_id"]]] for row in educations if "degree_custom_field_option_id" in row]
        return career(self.of("candidate_employments", candidate["id"])) | {
            "candidate.degree_level": max((level for level in degrees if level), default=None),
            "candidate.educations_count": len(educations),
            "application.referred": 1 if application.get("referrer_id") else 0,
            "match.title_similarity": title_similarity(candidate, job),
            "application.custom[years_in_field]": custom(application, "years_in_field"),
            "application.custom[relocate]": custom(application, "relocate"),
            "candidate.custom[notice_weeks]": custom(candidate, "notice_weeks")}

    def matrix(self, plan, applications):
        """The model's input: float32, as a float tensor is; the manifest's value for what is missing, else NaN."""
        table = [self.features(application) for application in applications]
        cell = lambda value, name: plan.missing.get(name, math.nan) if value is None else value
        return np.array([[cell(row[name], name) for name in plan.features] for row in table], dtype=np.float32)


# --- Models of the organisations ------------------------------------------------------------------------------------------------------

CONTINUOUS = re.compile(r"_years$|gap_months|similarity")


def jitter(matrix, names, seed):
    """Moves the continuous columns a little, so that no tree splits exactly at a value that a service may compute one bit off."""
    rng = np.random.default_rng(seed)
    moved = matrix.copy()
    for column, name in enumerate(names):
        if CONTINUOUS.search(name):
            moved[:, column] += rng.uniform(.001, .02, len(matrix)).astype(np.float32)
    return moved


def train(plan):
    """Trains on separate past data, which is not written; exports with the exporters' default options."""
    past = Organisation(plan, 9000 + plan.index, 1200, 500)
    world = World(past.rows)
    rows = [row for row in past.rows["applications"] if world.reason(row) in (None, "rejected")]
    x = jitter(world.matrix(plan, rows), plan.features, plan.index)
    y = labels(x, plan.features, plan.index)
    shape = [None, len(plan.features)]
    if plan is AURORA:
        model = LogisticRegression(max_iter=2000).fit(x, y)
        return model, convert_sklearn(model, plan.name, [("features", FloatTensorType(shape))])
    if plan is BOREALIS:
        model = small_lightgbm().fit(x, y)
        return model, onnxmltools.convert_lightgbm(model, plan.name, [("features", ToolsFloat(shape))])
    model = small_xgboost().fit(x, y)
    return model, onnxmltools.convert_xgboost(model, plan.name, [("features", ToolsFloat(shape))])


def unsteady(model, plan, x):
    """True for rows whose score float noise could change: near a rounding border, or beside a split of a tree."""
    percent = model.predict_proba(x)[:, 1].astype(float) * 100
    result = np.array([near_border(value, plan.decimals) for value in percent])
    noise = np.array([1e-6 if CONTINUOUS.search(name) else 0 for name in plan.features])
    for sign in (1, -1):
        nudged = (x.astype(float) * (1 + sign * noise)).astype(np.float32)
        result |= np.abs(model.predict_proba(nudged)[:, 1].astype(float) * 100 - percent) > MARGIN
    return result


def make_organisation(plan):
    model, graph = train(plan)
    organisation = Organisation(plan, 100 + plan.index, plan.applications, plan.candidates)
    world = World(organisation.rows)
    eligible = [row for row in organisation.rows["applications"] if world.reason(row) is None]
    for row, bad in zip(eligible, unsteady(model, plan, world.matrix(plan, eligible))):
        if bad:
            organisation.drop(row)
    applications = organisation.rows["applications"]
    eligible = [row for row in applications if world.reason(row) is None]
    x = world.matrix(plan, eligible)
    percent = model.predict_proba(x)[:, 1].astype(float) * 100
    save_model(plan.name, graph)
    agree(plan.name, {"features": x}, graph.graph.output[1].name, 1, percent / 100)
    write_json(MODELS / f"{plan.name}.json", manifest(plan.name, [("features", plan.features)], graph.graph.output[1].name, 1, "percent", plan.decimals,
                                                      plan.missing, cases_of(plan.features, rows_of(x), percent)))
    write_organisation(plan, organisation)
    scores = {str(row["id"]): rounded(value, plan.decimals) for row, value in zip(eligible, percent)}
    reasons = {str(row["id"]): world.reason(row) for row in applications if world.reason(row)}
    write_json(ORGANISATIONS / f"{plan.name}-expected.json", {
        "organisation": plan.name, "model": f"{plan.name}.onnx", "manifest": f"{plan.name}.json", "applications": len(applications),
        "scores": scores, "left_alone": reasons})
    print(f"{plan.name}: {len(applications)} applications, {len(scores)} eligible, scores {min(scores.values())} to {max(scores.values())}")


# --- Writing --------------------------------------------------------------------------------------------------------------------------

def write_organisation(plan, organisation):
    head = {"name": plan.name, "client_id": f"{plan.name}-client-710{plan.index}", "client_secret": f"invented-secret-of-{plan.name}",
            "user_id": organisation.rows["users"][0]["id"], "anchor": ANCHOR.strftime("%Y-%m-%dT%H:%M:%SZ")}
    parts = [f"{compact(key)}:{compact(value)}" for key, value in head.items()]
    parts += [f"{compact(key)}:[\n" + ",\n".join(compact(row) for row in rows) + "\n]" for key, rows in organisation.rows.items()]
    (ORGANISATIONS / f"{plan.name}.json").write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def main():
    ORGANISATIONS.mkdir(exist_ok=True)
    for plan in (AURORA, BOREALIS, CYGNUS):
        make_organisation(plan)


if __name__ == "__main__":
    run(main)
