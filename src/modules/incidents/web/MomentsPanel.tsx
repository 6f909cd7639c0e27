// The moments that clocks count from, by what happened: which of several, and of which legal entity. Corrected ones stay to be read, with
// what was due by them.
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { Incident } from "./incident.ts";

type Moment = Incident["moments"][number];

export function MomentsPanel({ incident }: { incident: Incident }) {
  const t = useText();
  const any = useAnyText();
  const rows = incident.moments.toSorted((a, b) => a.at.localeCompare(b.at));
  const kinds = [...Map.groupBy(rows, (one) => one.moment).entries()];
  return (
    <Panel title={t("incident.moments")}>
      <dl className="inc-moments by-kind">
        {kinds.map(([moment, all]) => (
          <div key={moment}>
            <dt>{any(`incident.moment.${moment}`)}</dt>
            {all.map((one) => (
              <Row key={one.id} of={one} />
            ))}
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Row({ of }: { of: Moment }) {
  const t = useText();
  const format = useFormat();
  const which = useWhich();
  const name = which(of);
  return (
    <dd className={of.isCurrent ? "" : "was"}>
      {name || of.entityName ? (
        <span className="what">
          {name ? <LangText text={name} /> : null}
          {name && of.entityName ? " · " : null}
          {of.entityName ? <LangText text={of.entityName} /> : null}
        </span>
      ) : null}
      <span className="tn">{format.momentWithZone(of.at, of.zone)}</span>
      <span className="small mute tn">{format.momentWithZone(of.at, "UTC")}</span>
      {of.isCurrent ? null : <Tag>{t("incident.corrected")}</Tag>}
      {of.reason ? (
        <span className="small soft">
          <LangText text={of.reason} />
        </span>
      ) : null}
    </dd>
  );
}

/** The rule's name of a submission, what was determined, the number of a further fact. */
function useWhich(): (of: Moment) => string | null {
  const t = useText();
  const any = useAnyText();
  return ({ moment, of, ofRule }) => {
    if (ofRule) return ofRule.name;
    if (of === null) return null;
    if (moment === "new_fact") return t("incident.moment.nth", { n: of });
    const words = any(`clockAnchorOf.${of}`);
    // A rule that the reader does not see; a key without words comes back as it was.
    return words === `clockAnchorOf.${of}` ? t("incident.moment.otherReport") : words;
  };
}
