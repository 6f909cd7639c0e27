// Lent to later modules.
// Outside catalogues by item id. Ids only: no text of ISO/IEC or IPA is shipped. The lists are complete, so that the
// coverage view can also show what no control touches.

export type ReferenceItem = { readonly id: string; readonly group: string };

/** `A.5.` and 37 become A.5.1 to A.5.37. */
const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

// ISO/IEC 27001:2022, Annex A: 37 organizational, 8 people, 14 physical, 34 technological controls.
const iso27001 = [
  ...numbered("A.5.", 37),
  ...numbered("A.6.", 8),
  ...numbered("A.7.", 14),
  ...numbered("A.8.", 34),
];

// ISO/IEC 27001:2022, clauses 4 to 10, as far as they are referred to on their own.
const iso27001Clauses = [
  "4.1",
  "4.2",
  "4.3",
  "4.4",
  "5.1",
  "5.2",
  "5.3",
  "6.1.1",
  "6.1.2",
  "6.1.3",
  "6.2",
  "6.3",
  "7.1",
  "7.2",
  "7.3",
  "7.4",
  "7.5",
  "8.1",
  "8.2",
  "8.3",
  "9.1",
  "9.2",
  "9.3",
  "10.1",
  "10.2",
];

// NIST CSWP 29 (Cybersecurity Framework 2.0), Appendix A: the 106 subcategories in force; gaps in the numbers are those
// that were withdrawn since 1.1.
const csfNumbers: Record<string, string> = {
  "GV.OC": "01 02 03 04 05",
  "GV.RM": "01 02 03 04 05 06 07",
  "GV.RR": "01 02 03 04",
  "GV.PO": "01 02",
  "GV.OV": "01 02 03",
  "GV.SC": "01 02 03 04 05 06 07 08 09 10",
  "ID.AM": "01 02 03 04 05 07 08",
  "ID.RA": "01 02 03 04 05 06 07 08 09 10",
  "ID.IM": "01 02 03 04",
  "PR.AA": "01 02 03 04 05 06",
  "PR.AT": "01 02",
  "PR.DS": "01 02 10 11",
  "PR.PS": "01 02 03 04 05 06",
  "PR.IR": "01 02 03 04",
  "DE.CM": "01 02 03 06 09",
  "DE.AE": "02 03 04 06 07 08",
  "RS.MA": "01 02 03 04 05",
  "RS.AN": "03 06 07 08",
  "RS.CO": "02 03",
  "RS.MI": "01 02",
  "RC.RP": "01 02 03 04 05 06",
  "RC.CO": "03 04",
};
const csf = Object.entries(csfNumbers).flatMap(([category, numbers]) =>
  numbers.split(" ").map((number) => `${category}-${number}`),
);

// The supply-chain security scheme (SCS), requirement numbers published by IPA on 27 March 2026: how many there are
// below each heading.
const scsCounts: Record<string, number> = {
  "1-1": 1,
  "1-2": 3,
  "1-3": 1,
  "1-4": 1,
  "2-1": 5,
  "3-1": 5,
  "3-2": 1,
  "4-1": 9,
  "4-2": 2,
  "4-3": 4,
  "4-4": 5,
  "4-5": 1,
  "5-1": 2,
  "5-2": 1,
  "6-1": 1,
  "7-1": 1,
};
const scs = Object.entries(scsCounts).flatMap(([heading, count]) => numbered(`${heading}-`, count));

const beforeLast = (id: string, mark: string) => id.slice(0, id.lastIndexOf(mark));
const itemsOf = (ids: readonly string[], groupOf: (id: string) => string): ReferenceItem[] =>
  ids.map((id) => ({ id, group: groupOf(id) }));

/** Set id -> its items in the order of the catalogue. */
export const referenceItems: Readonly<Record<string, readonly ReferenceItem[]>> = {
  iso27001_2022: itemsOf(iso27001, (id) => beforeLast(id, ".")),
  iso27001_2022_clauses: itemsOf(iso27001Clauses, (id) => id.split(".")[0] ?? id),
  nist_csf_2_0: itemsOf(csf, (id) => beforeLast(id, "-")),
  scs_2026: itemsOf(scs, (id) => beforeLast(id, "-")),
};

/** The heading an item stands below; an item of an unknown catalogue stands below what comes before its last mark. */
export function groupOf(setId: string, itemId: string): string {
  const known = referenceItems[setId]?.find((item) => item.id === itemId);
  return known?.group ?? /^(.+)[-.]/.exec(itemId)?.[1] ?? itemId;
}
