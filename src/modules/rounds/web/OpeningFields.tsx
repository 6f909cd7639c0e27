// The fields of the opening page. Each has a value already; what it was taken from stands beside it.
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { Go, useUrl } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Chips } from "#web/ui/choices.tsx";
import { IconButton } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { bindingOf, datesProblem, type RoundDates } from "../rules.ts";
import { PassedDays } from "./PassedDays.tsx";
import { type Draft, type Member, type Proposal, relations, tiers, toggled } from "./opening.ts";
import { addDays, daysBetween } from "#core/time/fiscal-year.ts";

type FieldsProps = { draft: Draft; onChange: (part: Partial<Draft>) => void };

export function WhatFields({
  draft,
  proposal,
  isNew,
  onChange,
}: FieldsProps & { proposal: Proposal; isNew: boolean }) {
  const t = useText();
  const format = useFormat();
  const [, set] = useUrl<{ year: number }>();
  const years = [...new Set([proposal.fiscalYear - 1, proposal.fiscalYear, proposal.fiscalYear + 1])];
  const carriesFrom = proposal.editions.find((one) => one.id === draft.editionId)?.carriesFrom;
  const others = proposal.existing.filter((one) => isNew || one.name !== draft.name);
  return (
    <Panel title={t("round.what")} more={isNew ? t("round.proposed") : null}>
      <div className="form">
        <div className="two">
          <SelectField
            label={t("round.fiscalYear")}
            value={String(draft.fiscalYear)}
            isDisabled={!isNew}
            choices={years.map((year) => ({ value: String(year), label: format.fiscalYear(year) }))}
            onChange={(year) => set({ year: Number(year) })}
          />
          <TextField
            label={t("round.name")}
            value={draft.name}
            maxLength={200}
            onChange={(name) => onChange({ name })}
          />
        </div>
        <SelectField
          label={t("rounds.col.edition")}
          value={draft.editionId}
          choices={proposal.editions.map((one) => ({
            value: one.id,
            label: t("round.editionChoice", {
              name: `${one.standard} ${one.edition}`,
              controls: one.controls,
              day: format.day(one.effectiveOn, "plain"),
            }),
          }))}
          onChange={(editionId) => onChange({ editionId })}
          hint={carriesFrom ? t("round.carriesFrom", { name: carriesFrom }) : t("round.carriesNothing")}
        />
        {others.map((one) => (
          <Note key={one.id} kind="warn">
            {t("round.exists", { year: format.fiscalYear(proposal.fiscalYear) })}{" "}
            <Go to="/rounds/$id" params={{ id: one.id }}>
              <LangText text={one.name} />
            </Go>
          </Note>
        ))}
      </div>
    </Panel>
  );
}

const dateNames = [
  "opensOn",
  "dueOn",
  "reviewDueOn",
  "confirmDueOn",
] as const satisfies readonly (keyof RoundDates)[];

export function WhenFields({ draft, proposal, onChange }: FieldsProps & { proposal: Proposal }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const wrong = datesProblem(draft);
  const before = (name: keyof RoundDates) => dateNames[dateNames.indexOf(name) - 1];
  return (
    <Panel title={t("round.when")} more={t(`round.basis.${proposal.basis}`)}>
      <div className="form">
        <Timeline draft={draft} />
        <div className="two">
          {dateNames.map((name) => {
            const from = before(name);
            return (
              <DateField
                key={name}
                label={t(`round.${name}`)}
                value={draft[name]}
                error={wrong === name ? t("round.wrongOrder") : null}
                hint={draft[name] !== "" && draft[name] < today ? t(`round.passed.${name}`) : undefined}
                onChange={(day) => onChange({ [name]: day })}
                end={(day) =>
                  from
                    ? `${format.day(day, "week")} · +${daysBetween(draft[from], day)}`
                    : format.day(day, "week")
                }
              />
            );
          })}
        </div>
        {wrong ? null : <PassedDays round={draft} />}
        <SelectField
          label={t("round.leadDays")}
          hint={t("round.leadDaysHint", {
            day: draft.dueOn ? format.day(addDays(draft.dueOn, -draft.providerLeadDays), "week") : "–",
          })}
          value={String(draft.providerLeadDays)}
          onChange={(days) => onChange({ providerLeadDays: Number(days) })}
          choices={[...new Set([0, 7, 14, 21, 28, 42, draft.providerLeadDays])]
            .toSorted((a, b) => a - b)
            .map((days) => ({ value: String(days), label: t("span.days", { count: days }) }))}
        />
      </div>
    </Panel>
  );
}

/** The three spans to scale: answering, desk review, confirmation. */
function Timeline({ draft }: { draft: Draft }) {
  const t = useText();
  const spans = [
    ["answering", draft.opensOn, draft.dueOn],
    ["review", draft.dueOn, draft.reviewDueOn],
    ["confirm", draft.reviewDueOn, draft.confirmDueOn],
  ] as const;
  return (
    <div className="timeline-bar">
      {spans.map(([name, from, to]) => (
        <span key={name} className={name} style={{ flexGrow: Math.max(1, daysBetween(from, to)) }}>
          {t(`round.span.${name}`)} <b>{t("span.days", { count: Math.max(0, daysBetween(from, to)) })}</b>
        </span>
      ))}
    </div>
  );
}

export function WhomFields({ draft, members, onChange }: FieldsProps & { members: readonly Member[] }) {
  const t = useText();
  const { rule } = draft;
  const set = (part: Partial<typeof rule>) => onChange({ rule: { ...rule, ...part } });
  const count = (holds: (member: Member) => boolean) => String(members.filter(holds).length);
  const choices = (binding: "bound" | "asked") =>
    relations
      .filter((one) => bindingOf(one) === binding)
      .map((one) => ({
        value: one,
        label: t(`relation.${one}`),
        count: count((member) => member.relation === one),
      }));
  return (
    <Panel title={t("round.whom")} more={t("round.onDay")}>
      <div className="form">
        <DateField
          label={t("round.asOf")}
          hint={t("round.asOfHint")}
          value={rule.asOf}
          onChange={(asOf) => set({ asOf })}
        />
        {(["bound", "asked"] as const).map((binding) => (
          <div key={binding} className="field">
            <span className="label">{t(`round.${binding}`)}</span>
            <Chips
              label={t(`round.${binding}`)}
              values={rule.relations}
              choices={choices(binding)}
              onToggle={(one) => set({ relations: toggled(rule.relations, one) })}
            />
          </div>
        ))}
        <div className="field">
          <span className="label">{t("standard.tier")}</span>
          <Chips
            label={t("standard.tier")}
            values={rule.tiers}
            choices={tiers.map((one) => ({
              value: one,
              label: `${one} ${t(`tier.${one}`)}`,
              count: count((member) => member.tier === one),
            }))}
            onToggle={(one) => set({ tiers: toggled(rule.tiers, one) })}
          />
        </div>
        <LeftOut draft={draft} members={members} onChange={onChange} />
      </div>
    </Panel>
  );
}

function LeftOut({ draft, members, onChange }: FieldsProps & { members: readonly Member[] }) {
  const t = useText();
  const { rule } = draft;
  if (rule.leaveOut.length === 0) return <p className="small mute">{t("round.leftOutNone")}</p>;
  const nameOf = (companyId: string) => {
    const member = members.find((one) => one.companyId === companyId);
    return member ? nameFor(member) : companyId;
  };
  return (
    <div className="field">
      <span className="label">{t("round.leftOut", { count: rule.leaveOut.length })}</span>
      <ul className="lines">
        {rule.leaveOut.map((one) => (
          <li key={one.companyId}>
            <span>
              <LangText text={nameOf(one.companyId)} />
              <small>
                <Written text={one.reason} />
              </small>
            </span>
            <span className="end">
              <IconButton
                icon="close"
                label={t("round.takeIn", { name: nameOf(one.companyId) })}
                onClick={() =>
                  onChange({
                    rule: { ...rule, leaveOut: rule.leaveOut.filter((other) => other !== one) },
                  })
                }
              />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
