// Words that the operations on one workbook and on many share.
export const permissions = {
  /** Downloading the workbook of a company's inspection. */
  issue: "workbook.issue",
  /** Bringing it back on behalf of the company. */
  bringBack: "workbook.return",
} as const;
