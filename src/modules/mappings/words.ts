// Words that contracts and services share.

/** Why a file is no table that is read: core/sheets. */
export const sheetErrors = [
  "sheet.encrypted",
  "sheet.legacy_xls",
  "sheet.html",
  "sheet.pdf",
  "sheet.unsupported",
  "sheet.macros",
  "sheet.damaged",
  "sheet.not_text",
  "sheet.unclosed_quote",
  "sheet.too_large",
  "sheet.too_large_unpacked",
  "sheet.too_many_parts",
  "sheet.too_many_rows",
  "sheet.too_many_columns",
  "sheet.too_many_cells",
  "sheet.cell_too_long",
] as const;
