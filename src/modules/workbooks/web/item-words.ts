// A file of a delivery in a line: what is to be done about it, what it brings, what is worth knowing beside.
import type { Output } from "#core/contract.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import type { workbooks } from "../contract.ts";
import { inSentences } from "../rules.ts";
import { useCounts } from "./counts.ts";

type Item = Output<typeof workbooks.listDeliveryItems>["rows"][number];

export function useWords(): (row: Item) => string {
  const t = useText();
  const any = useAnyText();
  const countsOf = useCounts();
  return ({ state, counts, reason, remarks, companyCode, codeByName }) => {
    const brings = ["ready", "applied", "shifted", "errors", "conflicts", "rival"].includes(state);
    return inSentences(any, {
      first: reason
        ? any(reason.code, reason.values)
        : brings && state !== "rival"
          ? null
          : t(`workbook.verdictNote.${state}`),
      // Of several files of one company it is by this that one is chosen.
      brings: brings && (!reason || state === "rival") ? countsOf(counts) : null,
      others: [
        ...(companyCode && codeByName && codeByName !== companyCode
          ? [t("workbook.remark.other_name", { code: codeByName })]
          : []),
        ...remarks.map((one) => any(one.code, one.values)),
      ],
    });
  };
}
