"""Job feeds and JobPosting: every documented fact becomes a field of its own, to the letter."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from tests.reading import fields, only, quotes, read, write

GREENHOUSE = {
    "id": 101,
    "title": "Data Engineer (m/w/d)",
    "updated_at": "2026-10-01T10:00:00-04:00",
    "first_published": "2026-09-20T10:00:00-04:00",
    "application_deadline": "2026-12-31",
    "language": "en",
    "absolute_url": "https://example.org/jobs/101",
    "location": {"name": "Example City"},
    "company_name": "Example Company",
    "departments": [{"id": 1, "name": "Platform"}],
    "offices": [{"id": 2, "name": "North", "location": "Example City, Example Land"}],
    "metadata": [
        {"id": 3, "name": "Contract", "value": "Permanent", "value_type": "single_select"},
        {"id": 4, "name": "Empty", "value": None},
    ],
    "pay_input_ranges": [
        {"min_cents": 5000000, "max_cents": 7500050, "currency_type": "EUR", "title": "Pay range in Example City"}
    ],
    "content": "&lt;h2&gt;Missions&lt;/h2&gt;&lt;ul&gt;&lt;li&gt;Build pipelines.&lt;/li&gt;&lt;/ul&gt;&lt;p&gt;&lt;strong&gt;Who you are&lt;/strong&gt;&lt;/p&gt;&lt;p&gt;You write tests.&lt;/p&gt;",
}
LEVER = {
    "id": "a1",
    "text": "Data Engineer",
    "categories": {
        "commitment": "Permanent",
        "department": "Data",
        "location": "Example City",
        "team": "Platform",
        "allLocations": ["Example City", "Other City"],
    },
    "country": "FR",
    "workplaceType": "hybrid",
    "description": "<div>You build pipelines.</div>",
    "lists": [{"text": "Requirements", "content": "<li>You write tests.</li>"}],
    "additional": "<div>We answer everybody.</div>",
    "hostedUrl": "https://example.org/jobs/a1",
    "salaryRange": {"currency": "EUR", "interval": "per-year-salary", "min": 50000, "max": 75000},
    "salaryDescription": "<div>Paid in twelve parts.</div>",
}
ASHBY = {
    "apiVersion": "1",
    "jobs": [
        {
            "title": "Data Engineer",
            "location": "Example City",
            "secondaryLocations": [{"location": "Other City", "address": None}],
            "department": "Data",
            "team": "Platform",
            "isListed": True,
            "isRemote": True,
            "descriptionHtml": "<p>You build pipelines.</p>",
            "publishedAt": "2026-09-20T16:21:55.393+00:00",
            "employmentType": "FullTime",
            "address": {"postalAddress": {"addressLocality": "Example City", "addressCountry": "Example Land"}},
            "jobUrl": "https://example.org/jobs/a1",
            "compensation": {
                "compensationTierSummary": "€50K – €75K • Offers Bonus",
                "compensationTiers": [{"title": "Zone A", "tierSummary": "€50K – €60K", "additionalInformation": None}],
            },
        },
        {"title": "Secret", "jobUrl": "https://example.org/jobs/a2", "isListed": False, "descriptionHtml": "<p>Not yet.</p>"},
    ],
}
WORKABLE = {
    "name": "Example Company",
    "jobs": [
        {
            "title": "Data Engineer",
            "shortcode": "AB12",
            "employment_type": "Full-time",
            "telecommuting": True,
            "department": "Data",
            "url": "https://example.org/j/AB12",
            "published_on": "2026-09-20",
            "city": "Example City",
            "country": "Example Land",
            "education": "Bachelor's Degree",
            "salary": {"salary_from": 50000, "salary_to": 75000, "salary_currency": "eur"},
            "description": "<p>You build pipelines.</p>",
            "requirements": "<ul><li>You write tests.</li></ul>",
        }
    ],
}
JOB_POSTING = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Data Engineer",
    "description": "<p>You build pipelines.</p>",
    "identifier": {"@type": "PropertyValue", "name": "Example Company", "value": "r-7"},
    "datePosted": "2026-09-20",
    "validThrough": "2026-12-31T23:59",
    "employmentType": ["FULL_TIME", "CONTRACTOR"],
    "hiringOrganization": {
        "@type": "Organization",
        "name": "Example Company",
        "sameAs": "https://example.org",
        "logo": "https://example.org/l.png",
    },
    "jobLocation": {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressLocality": "Example City", "addressCountry": "FR"},
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "maxValue": 75000.50, "minValue": 50000, "unitText": "YEAR"},
    },
}


def saved(folder: Path, name: str, value: object) -> None:
    write(folder, name, json.dumps(value))


def test_a_greenhouse_board_is_a_document_a_job(tmp_path: Path) -> None:
    other = {**GREENHOUSE, "id": 102, "title": "Data Engineer", "location": {"name": "Other City"}}
    saved(tmp_path, "board.json", {"jobs": [GREENHOUSE, other], "meta": {"total": 2}})
    found = read([tmp_path])
    assert not found.refused
    assert [one.source for one in found.documents] == ["board.json/101", "board.json/102"]
    first, second = found.documents
    assert (first.role, second.role) == ("data-engineer-101", "data-engineer-102")
    assert (first.url, first.lang, first.valid_until) == ("https://example.org/jobs/101", "en", datetime.date(2026, 12, 31))
    assert fields(first) == {
        "Company": ["Example Company"],
        "Location": ["Example City"],
        "Department": ["Platform"],
        "Office": ["Example City, Example Land"],
        "Pay range": ["50000", "75000.50", "EUR"],
        "Contract": ["Permanent"],
        "First published": ["2026-09-20T10:00:00-04:00"],
        "Application deadline": ["2026-12-31"],
    }
    assert quotes(first)[:2] == [("Missions", ["Build pipelines."]), ("Who you are", ["You write tests."])]


def test_one_greenhouse_job_alone_is_the_file(tmp_path: Path) -> None:
    saved(tmp_path, "job.json", GREENHOUSE)
    document = only(tmp_path)
    assert (document.source, document.role, document.title, document.kind) == (
        "job.json",
        "data-engineer",
        "Data Engineer (m/w/d)",
        "posting",
    )


def test_a_lever_site(tmp_path: Path) -> None:
    saved(tmp_path, "site.json", [LEVER])
    document = only(tmp_path)
    assert (document.source, document.role, document.url) == ("site.json/a1", "data-engineer", "https://example.org/jobs/a1")
    assert fields(document) == {
        "Location": ["Example City", "Other City"],
        "Country": ["FR"],
        "Workplace type": ["hybrid"],
        "Commitment": ["Permanent"],
        "Department": ["Data"],
        "Team": ["Platform"],
        "Salary range": ["50000", "75000", "EUR", "per-year-salary"],
    }
    assert quotes(document)[:4] == [
        ("Data Engineer", ["You build pipelines."]),
        ("Requirements", ["You write tests."]),
        ("Additional", ["We answer everybody."]),
        ("Salary", ["Paid in twelve parts."]),
    ]


def test_an_ashby_board_without_what_it_does_not_list(tmp_path: Path) -> None:
    saved(tmp_path, "board.json", ASHBY)
    document = only(tmp_path)
    assert document.source == "board.json/a1"
    assert fields(document) == {
        "Location": ["Example City", "Other City"],
        "Address": ["Example City", "Example Land"],
        "Workplace type": ["Remote"],
        "Department": ["Data"],
        "Team": ["Platform"],
        "Employment type": ["FullTime"],
        "Published": ["2026-09-20T16:21:55.393+00:00"],
        "Compensation": ["€50K – €75K • Offers Bonus", "€50K – €60K"],
    }


def test_ashby_s_documented_example_keeps_the_pay_beside_the_job(tmp_path: Path) -> None:
    job = {name: value for name, value in ASHBY["jobs"][0].items() if name != "compensation"}  # type: ignore[index]
    saved(tmp_path, "board.json", {"jobs": [job], "compensation": {"compensationTierSummary": "$81K – $87K"}})
    assert fields(only(tmp_path))["Compensation"] == ["$81K – $87K"]


def test_a_workable_account(tmp_path: Path) -> None:
    saved(tmp_path, "account.json", WORKABLE)
    document = only(tmp_path)
    assert (document.source, document.url) == ("account.json/ab12", "https://example.org/j/AB12")
    assert fields(document) == {
        "Location": ["Example City", "Example Land"],
        "Workplace type": ["Telecommuting"],
        "Department": ["Data"],
        "Employment type": ["Full-time"],
        "Education": ["Bachelor's Degree"],
        "Salary": ["50000", "75000", "eur"],
        "Published on": ["2026-09-20"],
    }
    assert quotes(document)[:2] == [("Data Engineer", ["You build pipelines."]), ("Requirements", ["You write tests."])]


STATED = {
    "Date posted": ["2026-09-20"],
    "Valid through": ["2026-12-31T23:59"],
    "Employment type": ["FULL TIME", "CONTRACTOR"],
    "Hiring organization": ["Example Company"],
    "Job location": ["Example City", "FR"],
    "Base salary": ["50000", "75000.5", "EUR", "YEAR"],
}


@pytest.mark.parametrize("wrapped", [JOB_POSTING, [JOB_POSTING], {"@graph": [{"@type": "WebSite", "name": "x"}, JOB_POSTING]}])
def test_job_posting_in_a_page_states_facts_and_role(tmp_path: Path, wrapped: object) -> None:
    page = f'<script type="application/ld+json">{json.dumps(wrapped)}</script><main><h1>Data Engineer</h1><p>You build pipelines.</p></main>'
    write(tmp_path, "job.html", page)
    document = only(tmp_path)
    assert (document.role, document.valid_until, document.kind) == ("data-engineer", datetime.date(2026, 12, 31), "posting")
    assert fields(document) == STATED
    assert document.text.count("You build pipelines.") == 1


def test_a_page_that_a_script_would_fill_has_the_posting_s_description(tmp_path: Path) -> None:
    write(tmp_path, "job.html", f'<script type="application/ld+json">{json.dumps(JOB_POSTING)}</script><div id="app"></div>')
    assert quotes(only(tmp_path))[0] == ("Data Engineer", ["You build pipelines."])


def test_several_postings_in_a_page_are_documents_beside_it(tmp_path: Path) -> None:
    other = {**JOB_POSTING, "title": "Data Analyst", "identifier": "r-8"}
    write(
        tmp_path,
        "jobs.html",
        f'<main><h1>Our jobs</h1><p>We hire two people.</p></main><script type="application/ld+json">{json.dumps([JOB_POSTING, other])}</script>',
    )
    found = read([tmp_path]).documents
    assert [(one.source, one.role) for one in found] == [
        ("jobs.html", None),
        ("jobs.html/r-7", "data-engineer"),
        ("jobs.html/r-8", "data-analyst"),
    ]


def test_job_posting_in_a_file_of_its_own(tmp_path: Path) -> None:
    saved(tmp_path, "job.json", JOB_POSTING)
    assert fields(only(tmp_path)) == STATED


def test_broken_json_in_a_page_is_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path,
        "job.html",
        '<script type="application/ld+json">{"@type": "JobPosting",</script><main><p>You build pipelines.</p></main>',
    )
    assert only(tmp_path).text == "You build pipelines."
