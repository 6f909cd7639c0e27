import { useAnyText, useText } from "#web/text/i18n.ts";
import type { Grouping } from "../../opinions/rules.ts";
import { textIn } from "../on-site/useWords.ts";
import type { Claims as Row } from "./claims.ts";

/** What a group is called. */
export function useGroupName(by: Grouping): (row: Pick<Row, "key" | "names" | "code">) => string {
  const t = useText();
  const any = useAnyText();
  return (row) => {
    if (by === "region") return any(`region.${row.key}`);
    if (row.key === "") return t("audits.opinions.noDivision");
    const name = textIn(row.names);
    if (by === "control") return `${row.key} ${name}`.trim();
    return name || row.key;
  };
}
