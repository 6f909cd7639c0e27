// Who is told: several rules, of which one is enough.
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { beginHeld, HeldFields } from "#modules/ledgers/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Chips } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { instructions } from "../contract.ts";
import { ruleKinds } from "../rules.ts";
import type { Rule } from "./draft.ts";
import { type Issuers, unitOf } from "./rows.ts";
import { UnitsRule } from "./UnitsRule.tsx";
import "./instructions.css";

type Issuer = Pick<
  Issuers[number],
  "unitId" | "unitName" | "unitNameEn" | "unitNameJa" | "unitNameZh" | "divisions" | "countries" | "regions"
> & {
  kind: string;
};
type Units = (chosen: readonly string[], onChange: (unitIds: string[]) => void) => ReactNode;
type Props = {
  issuer: Issuer;
  rules: readonly Rule[];
  onChange: (rules: Rule[]) => void;
  /** Of other modules: which kinds of rules they know, how they call it, and how single units are found. */
  kinds?: readonly Rule["kind"][];
  title?: string;
  help?: ReactNode;
  units?: Units;
};

const relations = ["parent", "consolidated", "equity_method", "joint_venture", "dealer"];
const tiers = ["T1", "T2", "T3", "T4"];
const results = ["meets", "improve", "serious", "not_known"];

/** A company tells its departments; divisions, tiers and countries are of those above it. */
const offeredTo = (issuer: Issuer): readonly Rule["kind"][] =>
  issuer.kind === "company"
    ? ["departments", "units"]
    : ruleKinds.filter(
        (kind) => issuer.kind === "group" || (kind !== "divisions" && kind !== "division_offices"),
      );

export function AudienceFields({ issuer, rules, onChange, kinds, title, help, units }: Props) {
  const t = useText();
  const set = (at: number, rule: Rule) => onChange(rules.map((one, index) => (index === at ? rule : one)));
  const left = offeredTo(issuer).filter(
    (kind) => (kinds?.includes(kind) ?? true) && !rules.some((rule) => rule.kind === kind),
  );
  return (
    <Panel
      title={title ?? t("instruction.toWhom")}
      more={
        left.length > 0 ? (
          <AddFilter>
            {left.map((kind) => (
              <Menu.Item key={kind} onClick={() => onChange([...rules, { kind, ...begun(issuer, kind) }])}>
                {t(`instruction.rule.${kind}`)}
              </Menu.Item>
            ))}
          </AddFilter>
        ) : null
      }
    >
      {help ?? <p className="soft">{t("instruction.toWhomHelp")}</p>}
      {rules.map((rule, at) => (
        <div className="told-rule" key={rule.kind}>
          <div className="row">
            <b>{t(`instruction.rule.${rule.kind}`)}</b>
            <Button size="s" look="quiet" onClick={() => onChange(rules.filter((one) => one !== rule))}>
              {t("instruction.dropRule")}
            </Button>
          </div>
          <RuleBody issuer={issuer} rule={rule} units={units} onChange={(next) => set(at, next)} />
        </div>
      ))}
    </Panel>
  );
}

/** A division's or a company's own departments are what is meant most often. */
const begun = (issuer: Issuer, kind: Rule["kind"]): Partial<Rule> =>
  kind === "departments" && issuer.kind !== "group"
    ? { unitIds: [issuer.unitId] }
    : kind === "ledgers"
      ? { held: [beginHeld()] }
      : {};

type BodyProps = { issuer: Issuer; rule: Rule; units: Units | undefined; onChange: (rule: Rule) => void };

function RuleBody({ issuer, rule, units: findUnits, onChange }: BodyProps) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const name = t(`instruction.rule.${rule.kind}`);
  const words = (choices: readonly string[], label: (word: string) => string) => (
    <Chips
      label={name}
      values={rule.words ?? []}
      choices={choices.map((value) => ({ value, label: label(value) }))}
      onToggle={(word) => onChange({ ...rule, words: toggled(rule.words ?? [], word) })}
    />
  );
  const units = (choices: readonly { value: string; label: string }[]) => (
    <Chips
      label={name}
      values={rule.unitIds ?? []}
      choices={choices}
      onToggle={(id) => onChange({ ...rule, unitIds: toggled(rule.unitIds ?? [], id) })}
    />
  );
  const divisions = issuer.divisions.map((one) => ({ value: one.unitId, label: unitOf(one) }));
  switch (rule.kind) {
    case "all":
      return <p className="soft small">{t("instruction.rule.allHelp")}</p>;
    case "divisions":
    case "division_offices":
      return units(divisions);
    case "departments":
      return units(issuer.kind === "group" ? divisions : [{ value: issuer.unitId, label: unitOf(issuer) }]);
    case "tiers":
      return words(tiers, (tier) => tier);
    case "relations":
      return words(relations, (relation) => any(`relation.${relation}`));
    case "countries":
      return words(issuer.countries, format.country);
    case "regions":
      return words(issuer.regions, (region) => any(`region.${region}`));
    case "results":
      return words(results, (result) => any(`result.${result}`));
    case "ledgers":
      return <HeldFields held={rule.held ?? []} onChange={(held) => onChange({ ...rule, held })} />;
    case "units":
      if (findUnits) return findUnits(rule.unitIds ?? [], (unitIds) => onChange({ ...rule, unitIds }));
      return (
        <UnitsRule
          issuerUnitId={issuer.unitId}
          chosen={rule.unitIds ?? []}
          onChange={(unitIds) => onChange({ ...rule, unitIds })}
        />
      );
  }
}

const toggled = (all: readonly string[], one: string) =>
  all.includes(one) ? all.filter((each) => each !== one) : [...all, one];

/** Asked for once, when the form opens. */
export const useIssuers = () => useOperation(instructions.listIssuers, {});
