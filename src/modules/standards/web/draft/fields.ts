// How a field of a control is called on the page, for refusals that name it by its place in what was sent.
import type { useText } from "#web/text/i18n.ts";

const names = {
  id: "draft.id",
  area: "draft.area",
  topic: "draft.topic",
  title: "draft.titleOf",
  requirement: "draft.requirement",
  guidance: "draft.guidance",
  auditTest: "draft.auditTest",
  tiers: "draft.asks",
  weight: "draft.weight",
  functions: "draft.functions",
  harms: "draft.harms",
  appliesWhen: "draft.condition",
  cadence: "draft.cadence",
  inheritsFrom: "draft.service",
  references: "draft.references",
} as const;

/** @returns the label of the field that a path such as `control.requirement.ja` lies in; null where the page has none. */
export const fieldNames =
  (t: ReturnType<typeof useText>) =>
  (path: string): string | null => {
    const [whole, field = "", at] = path.split(".");
    if (whole === "controlId") return t("draft.id");
    if (field === "examples") return t("draft.example", { number: Number(at ?? 0) + 1 });
    if (field === "evidence") return t("draft.evidence", { number: Number(at ?? 0) + 1 });
    const key = names[field as keyof typeof names];
    return key ? t(key) : null;
  };
