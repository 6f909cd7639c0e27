// What a sheet comes to, counted from what was entered. Pure.
import type { Whole } from "../on-site/entries.ts";
import { isOverturned, type Verdict, worst } from "../../visits/rules.ts";

export type Sheet = Whole;
export type Check = Sheet["checks"][number];

export const valueIn = (sheet: Sheet, checkId: string, field: Sheet["values"][number]["field"]) =>
  sheet.values.find((one) => one.checkId === checkId && one.field === field)?.value ?? null;

export const verdictIn = (sheet: Sheet, checkId: string): Verdict | null =>
  valueIn(sheet, checkId, "verdict") as Verdict | null;

/** Of a control, over its places, as it stands. */
export function standsAt(sheet: Sheet, controlId: string): Verdict | null {
  const control = sheet.controls.find((one) => one.id === controlId);
  if (control?.verdict) return control.verdict;
  const found = sheet.checks
    .filter((one) => one.controlId === controlId)
    .flatMap((one) => verdictIn(sheet, one.id) ?? []);
  return worst(found);
}

export type AreaCount = {
  area: string;
  name: Sheet["controls"][number]["areaName"];
  controls: number;
  looked: number;
  overturned: number;
};

export function areasOf(sheet: Sheet): AreaCount[] {
  return [...Map.groupBy(sheet.controls, (one) => one.area)].map(([area, controls]) => {
    const stands = controls.map((one) => ({ said: one.saidVerdict, found: standsAt(sheet, one.id) }));
    return {
      area,
      name: controls[0]?.areaName ?? {},
      controls: controls.length,
      looked: stands.filter((one) => one.found !== null).length,
      overturned: stands.filter((one) => isOverturned(one.said, one.found)).length,
    };
  });
}

export function countsOf(sheet: Sheet): { checks: number; done: number; overturned: number } {
  return {
    checks: sheet.checks.length,
    done: sheet.checks.filter((one) => verdictIn(sheet, one.id) !== null).length,
    overturned: areasOf(sheet).reduce((sum, one) => sum + one.overturned, 0),
  };
}

/** Until then one takes the sheet along; then one finishes it. */
export const isAllChecked = (sheet: Sheet): boolean => {
  const { done, checks } = countsOf(sheet);
  return done === checks;
};
