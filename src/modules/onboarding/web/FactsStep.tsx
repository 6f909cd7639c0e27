// Step 2: what the company is. What the register has stands there already; saying it once decides what is asked of the company.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { factMarks, tierByCriteria } from "#modules/organization/rules.ts";
import { FactFields } from "#modules/organization/web/parts.tsx";
import { onboarding } from "../contract.ts";
import { factNames } from "../rules.ts";
import type { SetUp } from "./onboarding.ts";

type Facts = NonNullable<SetUp["said"]>["facts"];

export function useFactsTitle({ said }: SetUp): string {
  const t = useText();
  const format = useFormat();
  if (!said) return t("guided.facts.notSaid");
  const held = factMarks
    .filter((name) => name !== "answersByWorkbook" && said.facts[name])
    .map((name) => t(`facts.${name}`));
  return t("guided.facts.saidTitle", {
    count: said.facts.workers,
    marks: held.length > 0 ? format.list(held) : t("guided.facts.noMarks"),
  });
}

const unknown: Facts = {
  country: "JP",
  timeZone: "Asia/Tokyo",
  language: "en",
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
};

function startingWith({ said, recorded }: SetUp): Facts {
  if (said) return said.facts;
  if (!recorded) return unknown;
  return Object.fromEntries(factNames.map((name) => [name, recorded[name]])) as Facts;
}

export function FactsStep({ setUp }: { setUp: SetUp }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [facts, setFacts] = useState(() => startingWith(setUp));
  const set = (part: Partial<Facts>) => setFacts((before) => ({ ...before, ...part }));
  const say = useCommand(onboarding.sayFacts, [onboarding.getSetUp, onboarding.getPlan]);
  const { said, can } = setUp;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    say.mutate({ companyId: setUp.companyId, ...facts }, { onSuccess: () => toast(t("guided.facts.saved")) });
  };
  const nameOf = (name: string) => (name === "country" ? t("company.country") : any(`facts.${name}`));
  return (
    <>
      {said ? (
        <p className="soft">
          {t("guided.facts.said", { name: said.byName ?? "–", day: format.day(said.on, "plain") })}
        </p>
      ) : (
        <p className="soft">{t("guided.facts.known")}</p>
      )}
      {said && said.differs.length > 0 ? (
        <Note kind="warn">{t("guided.facts.differs", { what: format.list(said.differs.map(nameOf)) })}</Note>
      ) : null}
      <form className="form" onSubmit={submit}>
        <FactFields facts={facts} onChange={set} />
        <Proposed facts={facts} />
        <FormError error={say.error} />
        <div className="row">
          <Button
            type="submit"
            look={said ? "outlined" : "main"}
            isBusy={say.isPending}
            offBecause={can.say ? null : t("company.notYours")}
          >
            {t("guided.facts.save")}
          </Button>
        </div>
      </form>
    </>
  );
}

/** While one types: which tier that gives, and why. The relation makes a difference for the parent alone. */
function Proposed({ facts }: { facts: Facts }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { tier, because } = tierByCriteria(facts, null);
  return (
    <p className="small soft" role="status">
      {t("guided.facts.follows", {
        tier,
        because: format.list(because.map((one) => any(`tierMark.${one}`))),
      })}
    </p>
  );
}
