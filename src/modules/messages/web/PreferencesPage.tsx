// How one wants to be told: what comes by mail, and when.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Tick } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { messages } from "../contract.ts";
import { type Way, ways } from "../rules.ts";

type Preferences = Output<typeof messages.getMessagePreferences>;

export default function PreferencesPage() {
  const t = useText();
  const preferences = useOperation(messages.getMessagePreferences, {});
  return (
    <Page
      title={t("message.settings")}
      crumbs={[{ label: t("message.inbox"), to: "/messages" }, { label: t("message.settings") }]}
    >
      {preferences.isError ? (
        <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />
      ) : preferences.data ? (
        <Form key={preferences.data.rowVersion} given={preferences.data} />
      ) : (
        <Loading rows={8} />
      )}
    </Page>
  );
}

function Form({ given }: { given: Preferences }) {
  const t = useText();
  const { ways: chosen, digestHour, quietFrom, quietTo, workDaysOnly, rowVersion } = given;
  const before = { ways: chosen, digestHour, quietFrom, quietTo, workDaysOnly };
  const [now, set] = useState(before);
  const save = useCommand(messages.saveMessagePreferences, [messages.getMessagePreferences]);
  const isChanged = JSON.stringify(now) !== JSON.stringify(before);
  return (
    <form
      className="cols"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...now, rowVersion }, { onSuccess: () => toast(t("message.saved")) });
      }}
    >
      <div className="c12">
        <p className="soft">{t("message.settingsHelp")}</p>
        <Reached given={given} />
      </div>
      <Panel className="c7" title={t("message.ways")} isFlush>
        <Ways given={given} value={now.ways} onChange={(next) => set({ ...now, ways: next })} />
      </Panel>
      <Panel
        className="c5"
        title={t("message.when")}
        footer={
          <Button
            type="submit"
            look="main"
            isBusy={save.isPending}
            offBecause={isChanged ? null : t("message.unchanged")}
          >
            {t("message.save")}
          </Button>
        }
      >
        <Hours value={now} zone={given.timeZone} onChange={(part) => set({ ...now, ...part })} />
        <FormError error={save.error} />
      </Panel>
    </form>
  );
}

/** Whether mail reaches one at all. */
function Reached({ given }: { given: Preferences }) {
  const t = useText();
  const format = useFormat();
  if (!given.isMailConfigured) return <Note kind="warn">{t("message.noServer")}</Note>;
  if (!given.address) return <Note kind="warn">{t("message.noAddress")}</Note>;
  if (given.trouble)
    return (
      <Note kind="bad">
        {t("message.troubled", {
          address: given.address,
          day: format.momentDay(given.trouble.since, "plain"),
        })}
      </Note>
    );
  return <Note>{t("message.goesTo", { address: given.address })}</Note>;
}

type WaysProps = {
  given: Preferences;
  value: Preferences["ways"];
  onChange: (ways: Preferences["ways"]) => void;
};

function Ways({ given, value, onChange }: WaysProps) {
  const t = useText();
  const any = useAnyText();
  return (
    <table className="grid">
      <tbody>
        {given.kinds.map(({ kind, proposed, isHard }) => (
          <tr key={kind}>
            <th scope="row">{any(`message.kind.${kind}`)}</th>
            <td style={{ width: "15rem" }}>
              {isHard ? (
                t("message.alwaysAtOnce")
              ) : (
                <select
                  className="input"
                  aria-label={t("message.wayOf", { kind: any(`message.kind.${kind}`) })}
                  value={value[kind] ?? proposed}
                  onChange={({ target }) => {
                    const { [kind]: _gone, ...rest } = value;
                    onChange(target.value === proposed ? rest : { ...rest, [kind]: target.value as Way });
                  }}
                >
                  {ways.map((way) => (
                    <option key={way} value={way}>
                      {way === proposed
                        ? t("message.proposed", { way: t(`message.way.${way}`) })
                        : t(`message.way.${way}`)}
                    </option>
                  ))}
                </select>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Times = Pick<Preferences, "digestHour" | "quietFrom" | "quietTo" | "workDaysOnly">;
type HoursProps = { value: Times; zone: string; onChange: (part: Partial<Times>) => void };

function Hours({ value, zone, onChange }: HoursProps) {
  const t = useText();
  const format = useFormat();
  const isQuiet = value.quietFrom !== null;
  return (
    <div className="form">
      <HourField
        label={t("message.digestHour")}
        value={value.digestHour}
        onChange={(digestHour) => onChange({ digestHour })}
      />
      <fieldset>
        <legend>{t("message.quiet")}</legend>
        <Tick
          label={t("message.quietOn")}
          isOn={isQuiet}
          onChange={(isOn) =>
            onChange(isOn ? { quietFrom: 20, quietTo: 7 } : { quietFrom: null, quietTo: null })
          }
        />
        {isQuiet ? (
          <div className="row">
            <HourField
              label={t("message.quietFrom")}
              value={value.quietFrom ?? 20}
              onChange={(quietFrom) => onChange({ quietFrom })}
            />
            <HourField
              label={t("message.quietTo")}
              value={value.quietTo ?? 7}
              onChange={(quietTo) => onChange({ quietTo })}
            />
          </div>
        ) : null}
        <p className="sub">{t("message.quietHelp", { zone: format.zone(zone) })}</p>
      </fieldset>
      <Tick
        label={t("message.workDaysOnly")}
        isOn={value.workDaysOnly}
        onChange={(workDaysOnly) => onChange({ workDaysOnly })}
      />
    </div>
  );
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);

function HourField(props: { label: string; value: number; onChange: (hour: number) => void }) {
  return (
    <label className="field">
      <span>{props.label}</span>
      <select
        className="input"
        value={props.value}
        onChange={(event) => props.onChange(Number(event.target.value))}
      >
        {hours.map((hour) => (
          <option key={hour} value={hour}>{`${String(hour).padStart(2, "0")}:00`}</option>
        ))}
      </select>
    </label>
  );
}
