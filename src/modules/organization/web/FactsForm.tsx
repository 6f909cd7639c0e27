// The facts that the tier criteria read, as of a day; the tier that would follow is said while one types.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { CompanySections } from "#web/company-sections.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { tierByCriteria } from "../rules.ts";
import type { Company } from "./company.ts";

export type Facts = Omit<NonNullable<Company["facts"]>, "validFrom">;

/** What a company is taken for until somebody says more. */
export function factsOf(company: Company): Facts {
  const { validFrom: _, ...facts } = company.facts ?? { ...unknownFacts, validFrom: "" };
  return facts;
}
export const unknownFacts: Facts = {
  country: "JP",
  region: "japan",
  timeZone: "Asia/Tokyo",
  language: "ja",
  industry: null,
  workers: 0,
  personalDataPeople: 0,
  hasPlant: false,
  runsServers: false,
  hasRestrictedRooms: false,
  developsSoftware: false,
  developsProducts: false,
  isRegionalHeadquarters: false,
  isFinance: false,
  providesSharedServices: false,
  answersByWorkbook: false,
};

/** Before anything is saved: the tier on that day with these facts, and what a running round holds on to. */
export function TierThatFollows({ company, facts, from }: { company: Company; facts: Facts; from: string }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  // What holds on the day the change begins: the relation and a raised or lowered tier may differ from today's.
  const then = useOperation(organization.getCompany, { id: company.id, asOf: from }, { keep: true });
  const [fallback] = useState(company);
  const { relation, tier } = then.data ?? fallback;
  const next = tierByCriteria(facts, relation?.kind ?? null);
  const because = next.because.map((one) => any(`tierMark.${one}`)).join(t("list.comma"));
  const values = { tier: next.tier, because, now: tier?.tier ?? "–", day: format.day(from, "plain") };
  const isHeld = tier !== null && tier.basis !== "criteria";
  const isSame = tier?.tier === next.tier;
  return (
    <div className="follows">
      <Note {...(isHeld || isSame ? {} : { kind: "warn" as const })}>
        {isHeld
          ? t(`facts.tierHeld.${tier.basis === "raised" ? "raised" : "lowered"}`, values)
          : t(isSame ? "facts.tierStays" : "facts.tierBecomes", values)}
      </Note>
      <p className="small soft">
        {t("facts.tierFrozen")} <CompanySections place="tier" companyId={company.id} />
      </p>
    </div>
  );
}
