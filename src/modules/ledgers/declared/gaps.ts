// What an entry may fall short of, and why a gap is none any more.

export const gapKinds = [
  "transfer_without_basis",
  "use_without_purpose",
  "restore_too_slow",
  "restore_not_tested",
] as const;
export type GapKind = (typeof gapKinds)[number];

export const closings = [
  "remedied",
  "ended",
  "target_changed",
  "not_important",
  "not_personal",
  "entry_retired",
  "company_left",
] as const;

/** Ledgers whose entries may be important systems, in the order of their tables. */
export const importantLedgers = ["servers", "cloud_services", "plant_equipment"] as const;
/** The ledger of personal data. */
export const personalLedger = "information";
export const ledgersOfGaps = [personalLedger, ...importantLedgers] as const;

export const isOfGaps = (ledger: string): boolean => (ledgersOfGaps as readonly string[]).includes(ledger);
export const isImportant = (ledger: string): ledger is (typeof importantLedgers)[number] =>
  (importantLedgers as readonly string[]).includes(ledger);
