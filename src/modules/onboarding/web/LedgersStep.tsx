// Step 4: each ledger has entries, a source, or the company's word that there is none of this.
import { useState } from "react";
import { ledgers } from "#modules/ledgers/contract.ts";
import { SaidNone, SourceDialog } from "#modules/ledgers/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Go, GoButton } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { onboarding } from "../contract.ts";
import type { SetUp } from "./onboarding.ts";

type Ledger = SetUp["ledgers"][number];
const refreshed = [onboarding.getSetUp, onboarding.getPlan, ledgers.listCoverage];

export function useLedgersTitle({ ledgers: all }: SetUp): string {
  const t = useText();
  return t("guided.ledgers.title", {
    begun: all.filter((one) => one.hasBegun && !one.isContradicted).length,
    all: all.length,
  });
}

export function LedgersStep({ setUp }: { setUp: SetUp }) {
  const t = useText();
  const [sourceOf, nameSource] = useState<Ledger["ledger"] | null>(null);
  const say = useCommand(ledgers.sayNone, refreshed);
  const takeBack = useCommand(ledgers.takeBackNone, refreshed);
  const { companyId, can } = setUp;
  const isBusy = say.isPending || takeBack.isPending;
  return (
    <>
      <p className="soft">{t("guided.ledgers.help")}</p>
      <FormError error={say.error ?? takeBack.error} />
      <ul className="set-up-list">
        {setUp.ledgers.map((one) => (
          <LedgerLine
            key={one.ledger}
            of={one}
            companyId={companyId}
            offBecause={can.ledgers ? null : t("company.notYours")}
            isBusy={isBusy}
            onSource={() => nameSource(one.ledger)}
            onNone={() => say.mutate({ companyId, ledger: one.ledger })}
            onTakeBack={() => takeBack.mutate({ companyId, ledger: one.ledger })}
          />
        ))}
      </ul>
      {sourceOf ? <NewSource setUp={setUp} ledger={sourceOf} onClose={() => nameSource(null)} /> : null}
    </>
  );
}

/** The dialog of the ledgers; what it adds is read here as well. */
function NewSource({
  setUp,
  ledger,
  onClose,
}: {
  setUp: SetUp;
  ledger: Ledger["ledger"];
  onClose: () => void;
}) {
  return (
    <SourceDialog
      source={null}
      of={{ companyId: setUp.companyId, ledger }}
      refreshes={refreshed}
      onClose={onClose}
    />
  );
}

type LineProps = {
  of: Ledger;
  companyId: string;
  offBecause: string | null;
  isBusy: boolean;
  onSource: () => void;
  onNone: () => void;
  onTakeBack: () => void;
};

function LedgerLine({ of, companyId, offBecause, isBusy, onSource, onNone, onTakeBack }: LineProps) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const name = any(`ledger.${of.ledger}`);
  const to = { to: "/ledgers/$ledger", params: { ledger: of.ledger }, search: { companyId } };
  return (
    <li aria-label={name}>
      <b>
        <span className={`step-state ${of.hasBegun && !of.isContradicted ? "done" : ""}`}>
          {of.hasBegun && !of.isContradicted ? <Icon name="check" /> : null}
        </span>{" "}
        {name}
      </b>
      <span className="state-of soft">
        {of.none ? <SaidNone none={of.none} isContradicted={of.isContradicted} /> : null}
        {of.none && of.entries > 0 ? " · " : null}
        {of.entries > 0 ? <Go {...to}>{t("guided.ledgers.entries", { count: of.entries })}</Go> : null}
        {of.entries > 0 && of.sources.length > 0 ? " · " : null}
        {of.sources.length > 0
          ? t("guided.ledgers.from", { sources: format.list(of.sources.slice(0, 3)) })
          : null}
        {of.hasBegun ? null : t("guided.ledgers.nothing")}
      </span>
      <span className="acts">
        {of.none ? (
          <Button size="s" look="quiet" offBecause={offBecause} isBusy={isBusy} onClick={onTakeBack}>
            {t("ledgerNone.takeBack")}
          </Button>
        ) : of.sources.length > 0 && of.entries === 0 ? (
          <GoButton size="s" to="/ledgers/sources">
            {t("guided.ledgers.bring")}
          </GoButton>
        ) : of.entries > 0 ? null : (
          <>
            <Button size="s" offBecause={offBecause} onClick={onSource}>
              {t("guided.ledgers.source")}
            </Button>
            <GoButton size="s" {...to}>
              {t("guided.ledgers.enter")}
            </GoButton>
            <Button size="s" offBecause={offBecause} isBusy={isBusy} onClick={onNone}>
              {t("ledgerNone.say")}
            </Button>
          </>
        )}
      </span>
    </li>
  );
}
