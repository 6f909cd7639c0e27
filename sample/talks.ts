// Who was asked to help, and what was asked back: delegations and talk about single controls.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Given, Sitting } from "./answers.ts";
import type { Random } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { reviewerOf, seatHolder } from "./staff.ts";
import { wordsOf } from "./words.ts";

export const isDelegated = ({ company, course, round }: Pick<Sitting, "company" | "course" | "round">) =>
  course.begunAt !== null && round.lockedOn === null && company.workers > 100 && !company.answersByWorkbook;

export const delegationDue = ({ round }: Pick<Sitting, "round">) => addDays(round.dueOn, -10);

const notes = {
  en: "Please answer the technical part. The list of last year is on the shared drive.",
  ja: "技術的対策の分をお願いします。昨年の資料は共有フォルダーにあります。",
  zh: "请回答技术对策部分，去年的资料在共享文件夹中。",
};

export function addTalks(sitting: Sitting, given: readonly Given[], random: Random, to: Sheet): void {
  const { plan, company, course, round, inspectionId } = sitting;
  if (!course.begunAt || round.lockedOn !== null) return;
  const officer = seatHolder(plan, company, "officer");
  if (isDelegated(sitting)) {
    to.add("delegations", {
      id: plan.id(round.opensOn, "delegation", company.code, round.fiscalYear),
      inspectionId,
      companyId: company.id,
      personId: seatHolder(plan, company, "helper"),
      area: "TEC",
      dueOn: delegationDue(sitting),
      note: notes[company.language],
      givenBy: officer,
      givenAt: course.begunAt,
      endedAt: course.submittedAt,
      endedBy: course.submittedAt ? seatHolder(plan, company, "helper") : null,
    });
  }
  const words = wordsOf(company.language, random, round.fiscalYear);
  for (const nth of [0, 1]) {
    const about = given.length > 0 && random.chance(0.45) ? random.pick(given) : undefined;
    if (!about) continue;
    const saidAt = addHours(course.begunAt, 30 + nth * 55);
    const isAnswered = course.submittedAt !== null || (random.chance(0.5) && nth === 1);
    const say = (n: string, body: string, saidBy: string, hours: number, asksDivision: boolean) =>
      to.add("talks", {
        id: plan.id(round.opensOn, "talk", company.code, nth, n),
        inspectionId,
        controlId: about.control.id,
        companyId: company.id,
        body,
        asksDivision,
        answeredAt: asksDivision && isAnswered ? addHours(saidAt, 20) : null,
        saidBy,
        saidAt: addHours(saidAt, hours),
      });
    say("question", words.one("askDivision"), officer, 0, true);
    if (isAnswered) say("answer", words.one("divisionAnswers"), reviewerOf(plan, company), 20, false);
  }
}

const addHours = (moment: string, hours: number) =>
  new Date(Date.parse(moment) + hours * 3_600_000).toISOString();
