// What a gap says, in the reader's language.
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { ledgers } from "../../contract.ts";
import { useMinutes } from "../continuity/Measured.tsx";

export type Gap = Output<typeof ledgers.getGap>;

const saidOfUse: Record<
  string,
  | "gap.said.useProposed"
  | "gap.said.useRefused"
  | "gap.said.useWithdrawn"
  | "gap.said.useEnded"
  | "gap.said.useNotYet"
> = {
  proposed: "gap.said.useProposed",
  refused: "gap.said.useRefused",
  withdrawn: "gap.said.useWithdrawn",
  ended: "gap.said.useEnded",
  not_yet: "gap.said.useNotYet",
};

export function useGapSentence(): (gap: Gap) => string {
  const t = useText();
  const format = useFormat();
  const slow = useSlow();
  const day = (of: string | null | undefined) => (of ? format.day(of) : "");
  return ({ kind, about, subject }) => {
    switch (kind) {
      case "transfer_without_basis":
        return t(about.why === "ran_out" ? "gap.said.transfer.ran_out" : "gap.said.transfer.none", {
          from: about.fromCountry ? format.country(about.fromCountry) : "",
          to: about.toCountry ? format.country(about.toCountry) : "",
          who: subject ?? "–",
          day: day(about.validUntil),
        });
      case "restore_too_slow":
        return slow(about, day(about.testedOn));
      case "restore_not_tested":
        return about.testedOn
          ? t("gap.said.tooOld", { day: day(about.testedOn), count: about.testMonths ?? 12 })
          : t("gap.said.never");
      case "use_without_purpose":
        return t(saidOfUse[about.why ?? ""] ?? "gap.said.use", { what: subject ?? "–" });
    }
  };
}

/** Too late, too much lost, or not restored at all: what was measured beside what was asked. */
function useSlow(): (about: Gap["about"], day: string) => string {
  const t = useText();
  const minutes = useMinutes();
  return (about, day) => {
    if (about.why === "failed") return t("gap.said.failed", { day });
    if (about.why === "partly") return t("gap.said.partly", { day });
    return about.why === "lost_more"
      ? t("gap.said.lostMore", { lost: minutes(about.lostMinutes ?? 0), rpo: minutes(about.rpoMinutes ?? 0) })
      : t("gap.said.slow", { took: minutes(about.tookMinutes ?? 0), rto: minutes(about.rtoMinutes ?? 0) });
  };
}
