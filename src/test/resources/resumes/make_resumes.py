"""Generates the resumes of the tests with common libraries: reportlab 5, python-docx 1.

python3 -m venv v && v/bin/pip install reportlab python-docx && v/bin/python make_resumes.py
"""

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

LINES = ["Ana Souza", "Engenheira de dados, São Paulo", "2019 – 2026 Nubank: pipelines in Spark & Airflow"]

styles = getSampleStyleSheet()
SimpleDocTemplate("reportlab.pdf", pagesize=A4, invariant=1).build(
    [Paragraph(line.replace("&", "&amp;"), styles["Normal"]) for line in LINES]
    + [Table([["Python", "8 years"], ["Java", "3 years"]])])

locked = canvas.Canvas("encrypted.pdf", encrypt="only with a password", invariant=1)
locked.drawString(72, 700, LINES[0])
locked.save()

scan = canvas.Canvas("scan.pdf", invariant=1)
scan.rect(72, 72, 200, 200, fill=1)
scan.save()

document = docx.Document()
document.add_heading(LINES[0], 0)
for line in LINES[1:]:
    document.add_paragraph(line)
table = document.add_table(rows=2, cols=2)
for row, cells in enumerate([["Python", "8 years"], ["Java", "3 years"]]):
    for column, text in enumerate(cells):
        table.cell(row, column).text = text
document.save("python-docx.docx")
