// Step 5: a rule in force for each ledger that is not empty: the group's, or one's own.
import { useState } from "react";
import { RuleDialog } from "#modules/ledgers/web/parts.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { onboarding } from "../contract.ts";
import type { SetUp } from "./onboarding.ts";

const isEmpty = (one: SetUp["ledgers"][number]) => one.none !== null && !one.isContradicted;

export function useRulesTitle({ ledgers }: SetUp): string {
  const t = useText();
  const counted = ledgers.filter((one) => one.hasBegun && !isEmpty(one));
  if (!ledgers.some((one) => one.hasBegun)) return t("guided.rules.titleNone");
  return t("guided.rules.title", {
    covered: counted.filter((one) => one.rules.length > 0).length,
    all: counted.length,
  });
}

export function RulesStep({ setUp }: { setUp: SetUp }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [isAdding, setAdding] = useState(false);
  const { ledgers, can, companyId } = setUp;
  const gaps = ledgers.filter((one) => one.hasBegun && !isEmpty(one) && one.rules.length === 0);
  return (
    <>
      <p className="soft">{t("guided.rules.help")}</p>
      <ul className="set-up-list">
        {ledgers.map((one) => (
          <li key={one.ledger}>
            <b>
              <span className={`step-state ${one.rules.length > 0 || isEmpty(one) ? "done" : ""}`}>
                {one.rules.length > 0 || isEmpty(one) ? <Icon name="check" /> : null}
              </span>{" "}
              {any(`ledger.${one.ledger}`)}
            </b>
            <span className="state-of soft">
              {one.rules.length > 0
                ? format.list(
                    one.rules
                      .slice(0, 3)
                      .map((rule) =>
                        rule.isGroups ? t("guided.rules.groups", { name: rule.name }) : rule.name,
                      ),
                  )
                : isEmpty(one)
                  ? t("guided.rules.notNeeded")
                  : t(one.hasBegun ? "guided.rules.gap" : "guided.rules.whenBegun")}
            </span>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button
          look={gaps.length > 0 ? "main" : "outlined"}
          offBecause={can.rules ? null : t("company.notYours")}
          onClick={() => setAdding(true)}
        >
          {t("guided.rules.add")}
        </Button>
      </div>
      {isAdding ? (
        <RuleDialog
          rule={null}
          of={{ companyId, ledgers: gaps.map((one) => one.ledger) }}
          refreshes={[onboarding.getSetUp, onboarding.getPlan]}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </>
  );
}
