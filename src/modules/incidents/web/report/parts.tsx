// Parts of the report form, the same for whoever is signed in and for whoever came by a short link: tiles, answers, when.
import {
  IconAlertTriangle,
  IconBuildingFactory2,
  IconCloud,
  IconDeviceMobile,
  IconDots,
  IconLock,
  IconMail,
  IconPackage,
  IconSend,
  IconTruck,
  IconUser,
  IconUserExclamation,
  IconWorld,
} from "@tabler/icons-react";
import { type ComponentType, type ReactNode, useState } from "react";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { type Answers, type Kind, kinds, mostSeenKinds, questionsOf, said } from "../../rules.ts";

const icons: Record<Kind, ComponentType<{ size?: number; stroke?: number }>> = {
  lost_device: IconDeviceMobile,
  suspicious_mail: IconMail,
  mis_sent: IconSend,
  malware: IconAlertTriangle,
  physical: IconUser,
  other: IconDots,
  ransomware: IconLock,
  account_takeover: IconUserExclamation,
  supplier: IconTruck,
  web_server: IconWorld,
  cloud_setting: IconCloud,
  insider: IconUserExclamation,
  plant_stop: IconBuildingFactory2,
  product_vulnerability: IconPackage,
};

type TilesProps = { value: Kind | null; onChange: (kind: Kind) => void };

/** What happened, in plain words: six at once, the rest when asked for. */
export function KindTiles({ value, onChange }: TilesProps) {
  const t = useText();
  const [isAll, showAll] = useState(value !== null && kinds.indexOf(value) >= mostSeenKinds);
  return (
    <>
      <div className="inc-tiles" role="radiogroup" aria-label={t("report.what")}>
        {(isAll ? kinds : kinds.slice(0, mostSeenKinds)).map((kind) => {
          const Icon = icons[kind];
          return (
            <button
              key={kind}
              type="button"
              role="radio"
              aria-checked={kind === value}
              className={kind === value ? "inc-tile on" : "inc-tile"}
              onClick={() => onChange(kind)}
            >
              <Icon size={24} stroke={1.6} />
              {t(`incident.plain.${kind}`)}
            </button>
          );
        })}
      </div>
      {isAll ? null : (
        <button type="button" className="inc-more" onClick={() => showAll(true)}>
          ＋ {t("report.moreKinds")}
        </button>
      )}
    </>
  );
}

type ChipsProps<V extends string> = {
  label: string;
  value: V | null;
  choices: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
};

export function Chips<V extends string>({ label, value, choices, onChange }: ChipsProps<V>) {
  return (
    <div className="inc-chips" role="radiogroup" aria-label={label}>
      {choices.map((one) => (
        <button
          key={one.value}
          type="button"
          role="radio"
          aria-checked={one.value === value}
          className={one.value === value ? "inc-chip on" : "inc-chip"}
          onClick={() => onChange(one.value)}
        >
          {one.label}
        </button>
      ))}
    </div>
  );
}

/** Two questions at most, and "not known" is an answer to each. */
export function Questions({
  kind,
  answers,
  onChange,
}: {
  kind: Kind;
  answers: Answers;
  onChange: (answers: Answers) => void;
}) {
  const t = useText();
  return (
    <>
      {questionsOf(kind).map((one) => (
        <Step key={one} title={t(`incident.ask.${one}`)} isDone={answers[one] !== undefined}>
          <Chips
            label={t(`incident.ask.${one}`)}
            value={answers[one] ?? null}
            choices={said.map((value) => ({ value, label: t(`incident.said.${value}`) }))}
            onChange={(value) => onChange({ ...answers, [one]: value })}
          />
        </Step>
      ))}
    </>
  );
}

export const whens = ["now", "hour", "earlier", "yesterday"] as const;
export type When = (typeof whens)[number];

/** How long ago, where a quick answer says it; an exact time is the reporter's to give. */
const ago: Readonly<Record<When, number>> = {
  now: 0,
  hour: 3_600_000,
  earlier: 4 * 3_600_000,
  yesterday: 24 * 3_600_000,
};

type WhenProps = {
  at: string;
  when: When | null;
  zone: string;
  onChange: (at: string, when: When | null) => void;
};

/** When it was noticed: the 24 hours count from then. The exact time can be said, in the zone of the company. */
export function WhenNoticed({ at, when, zone, onChange }: WhenProps) {
  const t = useText();
  const format = useFormat();
  const [isExact, askExactly] = useState(when === null && at !== "");
  return (
    <>
      <Chips
        label={t("report.when")}
        value={when}
        choices={whens.map((value) => ({ value, label: t(`report.when.${value}`) }))}
        onChange={(value) => onChange(new Date(Date.now() - ago[value]).toISOString(), value)}
      />
      {isExact ? (
        <MomentField
          label={t("report.whenExactly")}
          value={at}
          zone={zone}
          onChange={(value) => onChange(value, null)}
        />
      ) : (
        <button type="button" className="inc-more" onClick={() => askExactly(true)}>
          {at ? format.momentWithZone(at, zone) : t("report.whenExactly")} ✎
        </button>
      )}
    </>
  );
}

/** One question of the form, with a tick once it has an answer. */
export function Step({ title, isDone, children }: { title: string; isDone: boolean; children: ReactNode }) {
  return (
    <section className="inc-step">
      <h2>
        <b className={isDone ? "done" : ""} aria-hidden="true">
          {isDone ? "✓" : ""}
        </b>
        {title}
      </h2>
      {children}
    </section>
  );
}
