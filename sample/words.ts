// What people write, in the language of their company: natural sentences with a month, a number or a control filled in.
import type { Language } from "./company.ts";
import type { Random } from "./random.ts";
import en from "./texts/answers.en.json" with { type: "json" };
import ja from "./texts/answers.ja.json" with { type: "json" };
import zh from "./texts/answers.zh.json" with { type: "json" };

type Answers = typeof en;
const byLanguage: Readonly<Record<Language, Answers>> = { en, ja: ja as Answers, zh: zh as Answers };

export type Words = {
  /** How a control is met. */
  met(controlId: string): string;
  /** What is missing, and perhaps how it stands. */
  gap(controlId: string): string;
  one(
    of:
      | "owners"
      | "unknown"
      | "notApplicable"
      | "exceptions"
      | "inherited"
      | "late"
      | "askDivision"
      | "divisionAnswers"
      | "evidencePlace",
  ): string;
  returned(kind: string): string;
  overturned(): string;
  evidenceTitle(topic: string): string;
};

/** Controls that the older edition alone had. */
const others: Readonly<Record<Language, Readonly<Record<string, readonly [string, string]>>>> = {
  en: {
    "TEC-91": [
      "Enforced by the directory for all users.",
      "Set for office users only; the terminals in the plant are left out.",
    ],
    "PHY-91": [
      "A register lies at each machine and is checked monthly.",
      "The register is not kept on the night shift.",
    ],
  },
  ja: {
    "TEC-91": [
      "ディレクトリの設定で全利用者に適用。",
      "事務所の利用者だけの設定で、工場の共用端末は対象外。",
    ],
    "PHY-91": ["各機に記録簿を備え、毎月確認している。", "夜勤帯は記録簿に記入していない。"],
  },
  zh: {
    "TEC-91": ["由目录服务对所有用户强制执行。", "仅对办公用户设置，车间共用终端未纳入。"],
    "PHY-91": ["每台传真机旁备有登记簿，每月检查。", "夜班未填写登记簿。"],
  },
};

const hasText = (answers: Answers, controlId: string) => controlId in answers.controls;

export function wordsOf(language: Language, random: Random, year: number): Words {
  const answers = byLanguage[language];
  const filled = (text: string, control = "") =>
    text.includes("{")
      ? text
          .replaceAll("{month}", () => random.pick(answers.months))
          .replaceAll("{n}", () => String(random.int(2, 14)))
          .replaceAll("{year}", String(year))
          .replaceAll("{control}", control)
      : text;
  const said = (controlId: string, which: 0 | 1): string => {
    if (hasText(answers, controlId))
      return answers.controls[controlId as keyof Answers["controls"]][which] ?? "";
    return others[language][controlId]?.[which] ?? "";
  };
  const joined = (...texts: string[]) => texts.filter(Boolean).join(language === "en" ? " " : "");
  return {
    met: (controlId) =>
      joined(filled(said(controlId, 0), controlId), filled(random.pick(answers.places), controlId)),
    gap: (controlId) =>
      joined(filled(said(controlId, 1), controlId), filled(random.pick(answers.stillMissing), controlId)),
    one: (of) => filled(random.pick(answers[of])),
    returned: (kind) => answers.returns[kind as keyof Answers["returns"]] ?? answers.returns.scope_unclear,
    overturned: () => filled(answers.overturned),
    evidenceTitle: (topic) => answers.evidence[topic as keyof Answers["evidence"]] ?? answers.evidence.rules,
  };
}
