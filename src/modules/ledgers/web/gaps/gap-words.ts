// What a gap says, in the reader's language.
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { ledgers } from "../../contract.ts";

export type Gap = Output<typeof ledgers.getGap>;

export function useGapSentence(): (gap: Gap) => string {
  const t = useText();
  const format = useFormat();
  const day = (of: string | null | undefined) => (of ? format.day(of) : "");
  return ({ kind, about, subject }) => {
    const who = subject ?? "–";
    switch (kind) {
      case "transfer_without_basis":
        return t(about.why === "ran_out" ? "gap.said.transfer.ran_out" : "gap.said.transfer.none", {
          from: about.fromCountry ? format.country(about.fromCountry) : "",
          to: about.toCountry ? format.country(about.toCountry) : "",
          who,
          day: day(about.validUntil),
        });
      default:
        return t(`gap.kind.${kind}`);
    }
  };
}
