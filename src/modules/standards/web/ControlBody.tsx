// One control: what is asked, why, what counts as proof, how it is tested, how it counts, what it refers to.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Guidance } from "#web/ui/Guidance.tsx";
import { KeyValue } from "#web/ui/Panel.tsx";
import { Tag } from "#web/ui/small.tsx";
import type { standards } from "../contract.ts";
import type { Edition } from "./EditionFrame.tsx";
import { NotHereOf } from "./errata/NotHere.tsx";
import { TierMark, Weight } from "./marks.tsx";

export type ControlText = Output<typeof standards.getControl>;
type Said = { text: string; lang: string };
type Wording = NonNullable<ControlText["original"]>;

export function ControlBody({ edition, control }: { edition: Edition; control: ControlText }) {
  const t = useText();
  const [isOriginal, showOriginal] = useState(false);
  const beside = control.beside ?? (isOriginal ? control.original : null);
  const area = edition.areas.find((one) => one.id === control.area);
  return (
    <div className="control-body">
      <NotHereOf id={edition.id} controlId={control.id} />
      <Part title={t("control.requirement")}>
        <Words said={control.requirement} className="ask" />
        {control.behind.some((one) => one === control.requirement.lang) ? (
          <p className="note warn">
            {t("control.behind", { language: languageNames[control.original?.requirement.lang ?? "en"] })}
          </p>
        ) : null}
        {beside ? <Words said={beside.requirement} className="original" /> : null}
        {control.original && !control.beside ? (
          <button type="button" className="linkish small" onClick={() => showOriginal(!isOriginal)}>
            {t(isOriginal ? "control.hideOriginal" : "control.showOriginal")}
          </button>
        ) : null}
      </Part>
      <Guidance of={control} beside={beside} />
      {area?.question || control.harms.length > 0 ? (
        <Part title={t("control.why")}>
          {area?.question ? <Words said={area.question} className="soft" /> : null}
          <div className="row wrap">
            {edition.harms
              .filter((harm) => control.harms.includes(harm.id))
              .map((harm) => (
                <Go key={harm.id} to="/standards/$id" params={{ id: edition.id }} search={{ harm: harm.id }}>
                  <Tag>{t("standard.purposeAgainst", { harm: harm.name.text })}</Tag>
                </Go>
              ))}
          </div>
        </Part>
      ) : null}
      <Proof control={control} beside={beside} />
      <Facts edition={edition} control={control} />
      <References edition={edition} control={control} />
    </div>
  );
}

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section>
    <h3>{title}</h3>
    {children}
  </section>
);

const Words = ({ said, className }: { said: Said; className?: string }) => (
  <p lang={said.lang} className={className}>
    {said.text}
  </p>
);

function Proof({ control, beside }: { control: ControlText; beside: Wording | null }) {
  const t = useText();
  return (
    <>
      {control.evidence.length > 0 ? (
        <Part title={t("control.proof")}>
          <ul className="bullets">
            {control.evidence.map((one, index) => (
              <li key={one.text} lang={one.lang}>
                {one.text}
                {beside?.evidence[index] ? (
                  <small lang={beside.evidence[index].lang}>{beside.evidence[index].text}</small>
                ) : null}
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {control.auditTest ? (
        <Part title={t("control.test")}>
          <Words said={control.auditTest} />
          {beside?.auditTest ? <Words said={beside.auditTest} className="original" /> : null}
        </Part>
      ) : null}
    </>
  );
}

function Facts({ edition, control }: { edition: Edition; control: ControlText }) {
  const t = useText();
  const format = useFormat();
  const cadence = edition.cadences.find((one) => one.id === control.cadence);
  const scope = edition.scopeConditions.find((one) => one.id === control.appliesWhen);
  const service = edition.sharedServices.find((one) => one.id === control.inheritsFrom);
  const topic = edition.topics.find((one) => one.id === control.topic);
  const functions = edition.functions.filter((one) => control.functions.includes(one.id));
  const asks = [
    ...(control.asksCoverage ? [t("control.asksCoverage")] : []),
    ...(control.asksMaturityIn.length > 0
      ? [t("control.asksMaturity", { tiers: format.list(control.asksMaturityIn) })]
      : []),
  ];
  const rows: (readonly [string, React.ReactNode])[] = [
    [t("control.counts"), t(control.mandatory ? "control.countsMandatory" : "control.countsOrdinary")],
    [t("standard.weight"), <Weight key="w" weight={control.weight} />],
    [t("control.demands"), <Demands key="d" edition={edition} control={control} />],
    [t("control.topic"), topic?.name.text ?? control.topic],
    ...(functions.length > 0
      ? [[t("control.does"), format.list(functions.map((one) => one.name.text))] as const]
      : []),
    [t("control.appliesWhen"), scope?.question.text ?? control.appliesWhen],
    [
      t("control.checked"),
      cadence
        ? `${cadence.name.text} · ${t("control.measuredFor", { days: cadence.evidenceValidDays })}`
        : control.cadence,
    ],
    ...(service ? [[t("control.answersFirst"), service.name.text] as const] : []),
    ...(asks.length > 0 ? [[t("control.asks"), asks.join(t("list.comma"))] as const] : []),
    ...(control.change ? [[t("control.since"), t(`control.change.${control.change}`)] as const] : []),
  ];
  return (
    <Part title={t("control.facts")}>
      <KeyValue look="wide" rows={rows} />
    </Part>
  );
}

const Demands = ({ edition, control }: { edition: Edition; control: ControlText }) => (
  <span className="row wrap">
    {edition.tiers.map((tier) => (
      <span key={tier.id} className="row" title={tier.name.text}>
        <TierMark demand={control.tiers[tier.id] ?? "none"} tier={tier.id} /> {tier.id}
      </span>
    ))}
  </span>
);

function References({ edition, control }: { edition: Edition; control: ControlText }) {
  const t = useText();
  return (
    <Part title={t("control.references")}>
      {control.references.length === 0 ? (
        <p className="soft">{t("control.noReferences")}</p>
      ) : (
        <>
          <dl className="references">
            {control.references.map((set) => (
              <div key={set.setId}>
                <dt lang={set.name.lang}>{set.name.text}</dt>
                <dd>
                  {set.items.map((item) => (
                    <Go
                      key={item}
                      to="/standards/$id/coverage"
                      params={{ id: edition.id }}
                      search={{ set: set.setId, item }}
                      className="badge tag"
                    >
                      {item}
                    </Go>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
          <p className="small mute">{t("control.referencesNote")}</p>
        </>
      )}
    </Part>
  );
}
