import type { Output } from "#core/contract.ts";
import type { useFormat } from "#web/text/format.ts";
import type { T } from "#web/text/i18n.ts";
import type { trail } from "../contract.ts";

export type Erasure = Output<typeof trail.listErasures>["rows"][number];

/** What an act takes away, in one line. */
export function whatOf(row: Erasure, t: T, format: ReturnType<typeof useFormat>): string {
  if (row.kind === "event") return t("trail.erase.ofEvent", { id: row.eventId });
  if (row.kind === "rule")
    return t("trail.erase.rule", {
      groups: format.list(row.groups.map((group) => t(`trail.group.${group}`))),
      years: row.years,
    });
  const what = [
    ...(row.isAbout ? [t("trail.erase.about_short")] : []),
    ...(row.isWritten ? [t("trail.erase.written_short")] : []),
  ];
  return t("trail.erase.ofPerson", {
    name: row.person ? format.person(row.person) : "",
    what: format.list(what),
  });
}
