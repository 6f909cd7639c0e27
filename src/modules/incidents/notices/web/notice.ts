import type { Output } from "#core/contract.ts";
import { duties } from "#modules/duties/contract.ts";
import { incidents } from "../../contract.ts";
import type { Severity } from "../../rules.ts";
import { type Conditions, touches, unsent } from "../rules.ts";

export type Row = Output<typeof incidents.listNotices>["rows"][number];
export type Notice = Output<typeof incidents.getNotice>;
export type Line = Output<typeof incidents.getNoticeTable>["lines"][number];
export type Recipient = Notice["draft"]["recipients"][number];
export type Text = Notice["draft"]["texts"][number];
export type Language = Text["language"];
export const languages = ["ja", "en", "zh"] as const satisfies readonly Language[];

/** Its clock was notified by itself, and nobody has said so of the notice. */
export const isToRecord = (row: Row): boolean =>
  row.notified !== null && unsent.some((state) => state === row.state);

/** What an act on a notice changes on other pages. */
export const refreshed = [
  incidents.getNotice,
  incidents.listNotices,
  incidents.listOmissions,
  incidents.countOmissions,
  duties.getMyWork,
  duties.listMyDuties,
];

/** A cell of the picture: what a case of this kind and severity calls for at most, with personal data or a product. */
export const touchesCell = (
  line: Conditions,
  kind: Conditions["kinds"][number],
  severity: Severity,
): boolean =>
  touches(line, {
    on: "incident",
    kind,
    severity,
    isPersonal: true,
    isProduct: true,
    countries: line.countries,
  });
