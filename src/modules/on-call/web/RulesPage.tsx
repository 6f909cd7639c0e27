// The rules of a roster, with the weeks that would follow from them drawn at once by the same rules as the server's.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useParam } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { onCall } from "../contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { gapsIn, layOut, momentOf, mondayOf, wrongIn } from "../rules.ts";
import { isTime } from "./MomentField.tsx";
import { RuleFields } from "./RuleFields.tsx";
import { refreshed, type Roster, type Rule } from "./rows.ts";
import { WeekPicture } from "./WeekPicture.tsx";

export default function RulesPage() {
  const t = useText();
  const id = useParam("id");
  const read = useOperation(onCall.getOnCallRoster, { id });
  return (
    <Page
      title={t("onCall.editRules")}
      crumbs={[
        { label: t("onCall.crumb"), to: "/on-call" },
        { label: read.data?.name ?? t("onCall.roster"), to: `/on-call/rosters/${id}` },
        { label: t("onCall.rules") },
      ]}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data ? (
        <RulesForm of={read.data} />
      ) : (
        <Loading rows={8} />
      )}
    </Page>
  );
}

type Known = { id: string; name: string };

function RulesForm({ of }: { of: Roster }) {
  const t = useText();
  const go = useGo();
  const { today } = useSession();
  const [rules, setRules] = useState<Rule[]>(of.rules);
  const [people, setPeople] = useState<Known[]>(of.people);
  const save = useCommand(onCall.setOnCallRules, refreshed);
  const fresh = (kind: Rule["kind"]): Rule => ({
    tier: 1,
    kind,
    timeZone: of.timeZone,
    at: kind === "turns" ? "09:00" : "08:00",
    until: kind === "turns" ? null : "16:00",
    weekdays: kind === "turns" ? [] : [1, 2, 3, 4, 5, 6, 7],
    every: kind === "turns" ? 7 : 1,
    // The turn that runs now is the first: on a Monday before the hour of change that is last week's.
    startsOn: mondayOf(
      kind === "turns" && momentOf(today, "09:00", of.timeZone) > new Date() ? addDays(today, -1) : today,
    ),
    endsOn: null,
    people: [],
  });
  const lack = rules.some((rule) => rule.people.length === 0)
    ? t("onCall.rulePeopleFirst")
    : rules.every(isWhole)
      ? null
      : t("onCall.ruleFirst");
  const back = () => go({ to: "/on-call/rosters/$id", params: { id: of.id } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ id: of.id, rowVersion: of.rowVersion, rules }, { onSuccess: back });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <Drawn of={of} rules={rules} people={people} />
      <Panel title={t("onCall.rules")} more={t("onCall.rulesHelp")}>
        <div>
          {rules.map((rule, nth) => (
            <RuleFields
              // oxlint-disable-next-line react/no-array-index-key -- rules have no name but their place
              key={nth}
              nth={nth}
              rule={rule}
              unitId={of.unitId}
              people={people}
              onKnow={(person) =>
                setPeople((known) => [...known.filter((one) => one.id !== person.id), person])
              }
              onChange={(part) => setRules(rules.map((one, at) => (at === nth ? { ...one, ...part } : one)))}
              onRemove={() => setRules(rules.filter((_, at) => at !== nth))}
            />
          ))}
          {rules.length === 0 ? <p className="soft">{t("onCall.noRulesYet")}</p> : null}
        </div>
        <div className="on-call-acts">
          <Button icon="plus" onClick={() => setRules([...rules, fresh("turns")])}>
            {t("onCall.addTurns")}
          </Button>
          <Button icon="plus" onClick={() => setRules([...rules, fresh("hours")])}>
            {t("onCall.addHours")}
          </Button>
        </div>
      </Panel>
      <FormEnds error={save.error} isBusy={save.isPending} offBecause={lack} onClose={back}>
        {t("onCall.saveRules")}
      </FormEnds>
    </form>
  );
}

const isWhole = (rule: Rule): boolean =>
  wrongIn(rule) === null &&
  rule.startsOn !== "" &&
  rule.timeZone !== "" &&
  rule.every >= 1 &&
  isTime(rule.at) &&
  (rule.kind === "turns" || isTime(rule.until ?? ""));

const weekMs = 7 * 86_400_000;

function Drawn({ of, rules, people }: { of: Roster; rules: readonly Rule[]; people: readonly Known[] }) {
  const t = useText();
  const [start] = useState(() => Math.floor(Date.now() / 3_600_000) * 3_600_000);
  const within = { startsAt: new Date(start), endsAt: new Date(start + 3 * weekMs) };
  const shifts = of.shifts.map((shift) => ({ ...shift }));
  const turns = layOut(
    rules.filter((rule) => rule.people.length > 0 && isWhole(rule)),
    shifts,
    within,
  );
  const gaps = of.isContinuous ? gapsIn(turns, within) : [];
  const row = {
    id: of.id,
    people,
    turns: turns.map((turn, nth) => ({
      ...turn,
      id: String(nth),
      startsAt: turn.startsAt.toISOString(),
      endsAt: turn.endsAt.toISOString(),
    })),
    gaps: gaps.map((gap) => ({ startsAt: gap.startsAt.toISOString(), endsAt: gap.endsAt.toISOString() })),
  };
  return (
    <Panel
      title={gaps.length === 0 ? t("onCall.drawnWhole") : t("onCall.drawnGaps", { count: gaps.length })}
      more={t("onCall.clocksOf", { zone: of.timeZone })}
    >
      <div className="stack">
        {[0, 1, 2].map((nth) => (
          <WeekPicture
            key={nth}
            label={t("onCall.week", { nth: nth + 1 })}
            from={new Date(start + nth * weekMs).toISOString()}
            until={new Date(start + (nth + 1) * weekMs).toISOString()}
            zone={of.timeZone}
            rows={[{ ...row, name: t("onCall.week", { nth: nth + 1 }) }]}
          />
        ))}
      </div>
    </Panel>
  );
}
