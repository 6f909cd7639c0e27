// One unknown thing: what is known of it, whose it probably is, and the answer.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { ledgerOf } from "../declared/ledgers.ts";
import { useWaited } from "./likely.ts";
import type { Unknown } from "./unknown.ts";
import { useFieldName, useValue } from "./values.tsx";
import { Whose } from "./WhosePanel.tsx";
import "./ledgers.css";

export default function UnknownThingPage() {
  const id = useParam("id");
  const thing = useOperation(ledgers.getUnknown, { id });
  if (thing.isError) return <ErrorState error={thing.error} onRetry={() => void thing.refetch()} />;
  if (!thing.data) return <Loading rows={10} />;
  return <ThingRecord thing={thing.data} />;
}

function ThingRecord({ thing }: { thing: Unknown }) {
  const t = useText();
  const any = useAnyText();
  const mayRead = thing.can.read;
  return (
    <Page
      title={thing.name}
      crumbs={
        mayRead
          ? [
              { label: t("ledgers.crumb"), to: "/ledgers" },
              { label: t("unknown.crumb"), to: "/ledgers/unknown" },
              { label: thing.number },
            ]
          : [{ label: t("home.title"), to: "/" }, { label: t("unknown.crumb") }, { label: thing.number }]
      }
      after={<span className="age">{any(`ledger.${thing.ledger}`)}</span>}
      actions={
        mayRead ? (
          <GoButton to="/ledgers/$ledger/$id" params={{ ledger: thing.ledger, id: thing.entryId }}>
            {t("unknown.entry")}
          </GoButton>
        ) : null
      }
    >
      <ThingStrip thing={thing} />
      <div className="cols below">
        <div className="c6 stack">
          <Whose thing={thing} />
        </div>
        <div className="c6 stack">
          <Facts thing={thing} />
        </div>
      </div>
    </Page>
  );
}

function ThingStrip({ thing }: { thing: Unknown }) {
  const t = useText();
  const format = useFormat();
  const waited = useWaited();
  return (
    <FactStrip
      facts={[
        { label: t("entry.company"), value: <LangText text={thing.companyName} /> },
        {
          label: t("field.address"),
          value: thing.address ?? <span className="mute">–</span>,
          notes: thing.facesInternet ? [t("unknown.exposed")] : [],
        },
        {
          label: t("unknown.found"),
          value: waited(thing.foundAt),
          notes: [format.momentDay(thing.foundAt), thing.sourceName],
        },
        {
          label: t("entry.seenAt"),
          value: thing.seenAt ? format.momentDay(thing.seenAt) : <span className="mute">–</span>,
        },
      ]}
    />
  );
}

function Facts({ thing }: { thing: Unknown }) {
  const t = useText();
  const format = useFormat();
  const nameOf = useFieldName();
  const value = useValue();
  const known = ledgerOf(thing.ledger).fields.filter((name) => thing.values[name] !== undefined);
  return (
    <Panel title={t("unknown.facts")}>
      <dl className="entry-fields">
        {known.map((name) => (
          <div key={name}>
            <dt>{nameOf(name)}</dt>
            <dd>{value(name, thing.values[name])}</dd>
          </div>
        ))}
        <div>
          <dt>{t("unknown.seenBy")}</dt>
          <dd>
            {thing.seenBy.map((one) => (
              <div key={`${one.sourceName}${one.firstAt}`}>
                <LangText text={one.sourceName} />{" "}
                <span className="small soft">
                  {[
                    one.seenAt ? format.moment(one.seenAt, "short") : "",
                    t("unknown.seenFirst", { at: format.momentDay(one.firstAt) }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </div>
            ))}
          </dd>
        </div>
      </dl>
    </Panel>
  );
}
