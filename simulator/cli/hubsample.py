"""`pmhsim hub people` and `pmhsim hub sample`: test persons by case, and requests that fill a hub."""

import json
import shutil
from datetime import date
from pathlib import Path

import click

from simulator.cli.options import CivilDate, json_option, lang_option, seed_option
from simulator.cli.speech import language, t
from simulator.clock import today
from simulator.facts.selections import first_year_codes
from simulator.hub.filling import filling_files
from simulator.language import Complaint, say
from simulator.visits.sample import Sample, SamplePerson

MUNICIPALITY = "452025"


def sample_of(municipality: str, day: date | None, seed: int) -> Sample:
    """The sample that is asked for; today's where no day is given. Raises Complaint for another body."""
    if municipality not in first_year_codes():
        raise Complaint(
            say("この団体の見本の人はまだ作れません: {code}", code=municipality),
            where=say("--municipality"),
            mend=say(
                "令和5年度の先行実施16市町の団体コードから選んでください: {codes}", codes=first_year_codes()
            ),
        )
    return Sample(municipality, day or today(), seed)


def municipality_option(command: click.decorators.FC) -> click.decorators.FC:
    """`--municipality`: whose sample."""
    return click.option(
        "--municipality",
        metavar="CODE",
        default=MUNICIPALITY,
        show_default=True,
        help=t("見本の人を作る市町（令和5年度の先行実施16市町の団体コード）"),
    )(command)


def day_option(command: click.decorators.FC) -> click.decorators.FC:
    """`--date`: on which the cases are what their names say."""
    return click.option("--date", "day", type=CivilDate(), help=t("見本の基準日。省くと今日"))(command)


@click.command(help=t("試験用の人（合成）を、場合ごとに一覧する。"))
@municipality_option
@day_option
@seed_option
@json_option
@lang_option
def people(municipality: str, day: date | None, seed: int, as_json: bool) -> None:
    """List the people of the sample."""
    sample = sample_of(municipality, day, seed)
    if as_json:
        rows = [_row(person) for person in sample.people]
        told = {"municipality": municipality, "date": sample.day.isoformat(), "seed": seed, "people": rows}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for person in sample.people:
        click.echo(f"{person.case}\n  {person.why.render(language())}\n  {_papers(person)}")
    click.echo(t("カードで照会する施設の例: {codes}", codes=", ".join(sample.institution_codes[:3])))
    click.echo(t("提示を作る: pmhsim card sign {case}", case=sample.people[0].case))


@click.command(help=t("見本の人をハブに登録する要求を、DIR にファイルで書く。curl でどのハブにも送れる。"))
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@municipality_option
@day_option
@seed_option
@lang_option
def sample(directory: Path, municipality: str, day: date | None, seed: int) -> None:
    """Write the requests of the sample, whole or not at all."""
    chosen = sample_of(municipality, day, seed)
    write_folder(directory, dict(filling_files(chosen.operations())))
    click.echo(t("書きました: {path}（要求の順は requests.json）", path=directory))
    options = f"--municipality {municipality} --date {chosen.day} --seed {seed}"
    click.echo(t("再現: pmhsim hub sample {path} {options}", path=directory, options=options))


def write_folder(directory: Path, files: dict[str, bytes]) -> None:
    """Write files into a new folder; raises Complaint where it is there already or cannot be written."""
    partial = directory.with_name(directory.name + ".partial")
    try:
        if directory.exists() and any(directory.iterdir()):
            raise Complaint(
                say("フォルダにすでにファイルがあります。上書きしません。"),
                where=say("{path}", path=directory),
                mend=say("新しいフォルダの名前を指定してください。"),
            )
        shutil.rmtree(partial, ignore_errors=True)  # of a run that was broken off
        partial.mkdir(parents=True)
        for name, content in files.items():
            (partial / name).write_bytes(content)
        if directory.exists():
            directory.rmdir()
        partial.rename(directory)
    except OSError as error:
        raise Complaint(
            say("フォルダに書けません（{reason}）。", reason=error.strerror or str(error)),
            where=say("{path}", path=directory),
            mend=say("書込みのできるフォルダを指定してください。"),
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _papers(person: SamplePerson) -> str:
    parts = [t("本人 {person}（{birth} 生）", person=person.person_id, birth=person.birth)]
    if person.guardian_id:
        parts.append(t("保護者 {guardian}", guardian=person.guardian_id))
    if person.recipient_numbers:
        parts.append(t("受給者番号 {numbers}", numbers=", ".join(person.recipient_numbers)))
    if person.ticket_numbers:
        parts.append(t("券 {numbers}", numbers=", ".join(person.ticket_numbers)))
    if person.card is None:
        parts.append(t("カードなし"))
    return " / ".join(parts)


def _row(person: SamplePerson) -> dict[str, object]:
    return {
        "case": person.case,
        "why": person.why.render(language()),
        "personId": person.person_id,
        "guardianId": person.guardian_id,
        "dateOfBirth": person.birth.isoformat(),
        "certificateSerial": f"{person.card.serial:x}" if person.card else None,
        "recipientNumbers": person.recipient_numbers,
        "ticketNumbers": person.ticket_numbers,
    }
