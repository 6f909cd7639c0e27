// The edition before: two controls that were withdrawn since, seven that did not exist yet, nine that were stricter.
// Companies look better under the new one without having done anything; that is what the trend must not hide.
import type { Control, EditionContent, Texts } from "#modules/standards/edition.ts";

const newSince = ["ORG-12", "ORG-32", "HUM-07", "TEC-34", "TEC-42", "PHY-09", "INC-14"];
const wasStricter = [
  "ORG-18",
  "ORG-24",
  "HUM-06",
  "TEC-07",
  "TEC-08",
  "TEC-14",
  "TEC-20",
  "TEC-27",
  "PHY-12",
];
const strictly: Required<Texts> = {
  en: " No exceptions are allowed.",
  ja: "例外は認めない。",
  zh: "不允许任何例外。",
};

const all = { T1: "required", T2: "required", T3: "required", T4: "required" } as const;

const withdrawn: readonly Control[] = [
  {
    id: "TEC-91",
    area: "TEC",
    topic: "identity",
    title: {
      en: "Change of passwords every ninety days",
      ja: "90日ごとのパスワード変更",
      zh: "每九十天更改密码",
    },
    requirement: {
      en: "Every user changes the password at least every ninety days, and systems refuse the last ten passwords.",
      ja: "全利用者が90日以内ごとにパスワードを変更し、システムは過去10回分の再使用を拒む。",
      zh: "所有用户至少每九十天更改一次密码，系统拒绝最近十次使用过的密码。",
    },
    evidence: [{ en: "Setting of the directory", ja: "ディレクトリの設定", zh: "目录服务的设置" }],
    tiers: all,
    mandatory: false,
    weight: 2,
    functions: ["prevent"],
    harms: ["attack"],
    appliesWhen: "always",
    cadence: "yearly",
    asksCoverage: false,
    references: {},
  },
  {
    id: "PHY-91",
    area: "PHY",
    topic: "workplace",
    title: {
      en: "Register of facsimile transmissions",
      ja: "FAX送信の記録簿",
      zh: "传真发送登记簿",
    },
    requirement: {
      en: "Every outgoing facsimile is entered in a register and checked by a second person.",
      ja: "送信したFAXはすべて記録簿に記入し、もう一人が確認する。",
      zh: "每份发出的传真均登记在册，并由第二人核对。",
    },
    evidence: [{ en: "Register of the last quarter", ja: "直近四半期の記録簿", zh: "最近一个季度的登记簿" }],
    tiers: all,
    mandatory: false,
    weight: 2,
    functions: ["prevent"],
    harms: ["error", "leak"],
    appliesWhen: "always",
    cadence: "yearly",
    asksCoverage: false,
    references: {},
  },
];

/** Controls of the older edition that few could meet, and why it was withdrawn. */
export const withdrawnIds: readonly string[] = withdrawn.map((control) => control.id);
export const stricterIds: readonly string[] = wasStricter;

const hardened = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([language, text]) => [language, text + strictly[language as keyof Texts]]),
  );

export function editionBefore(current: EditionContent): EditionContent {
  const kept = current.controls
    .filter((control) => !newSince.includes(control.id))
    .map((control) =>
      wasStricter.includes(control.id) ? { ...control, requirement: hardened(control.requirement) } : control,
    );
  return {
    ...current,
    standard: { ...current.standard, edition: "2023.1", date: "2023-02-20" },
    controls: [...kept, ...withdrawn],
  };
}
