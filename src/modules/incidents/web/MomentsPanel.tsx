// The moments that clocks count from, by what happened: which of several, and of which legal entity. Corrected ones stay to be read, with
// what was due by them.
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { Incident } from "./incident.ts";

type Moment = Incident["moments"][number];
/** More of one kind, as the reports of five countries are, are folded. */
const mostShown = 6;

export function MomentsPanel({ incident }: { incident: Incident }) {
  const t = useText();
  const any = useAnyText();
  const rows = incident.moments.toSorted((a, b) => a.at.localeCompare(b.at));
  return (
    <Panel title={t("incident.moments")}>
      <dl className="inc-moments by-kind">
        {[...Map.groupBy(rows, (one) => one.moment)].map(([moment, all]) => (
          <div key={moment}>
            <dt>{any(`incident.moment.${moment}`)}</dt>
            <dd>
              <Kind all={all} companyName={incident.companyName} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** Moments of one kind: each report, determination or further fact with the legal entities that it is of. */
function Kind({ all, companyName }: { all: readonly Moment[]; companyName: string }) {
  const t = useText();
  const groups = [...Map.groupBy(all, (one) => one.of ?? "").values()];
  const shown = groups.map((of) => <Several key={of[0]?.id} of={of} companyName={companyName} />);
  const isLong = groups.length > mostShown;
  return (
    <>
      {isLong ? shown.slice(0, mostShown) : shown}
      {isLong ? (
        <details>
          <summary>{t("incident.moment.more", { count: groups.length - mostShown })}</summary>
          {shown.slice(mostShown)}
        </details>
      ) : null}
    </>
  );
}

function Several({ of, companyName }: { of: readonly Moment[]; companyName: string }) {
  const which = useWhich();
  const name = of[0] ? which(of[0]) : null;
  const t = useText();
  // Of which entity is said once they differ.
  const isOfSome = of.some((one) => !one.isOfAll);
  return (
    <div className="which">
      {name ? (
        <span>
          <LangText text={name} />
        </span>
      ) : null}
      <ul>
        {of.map((one) => (
          <Row
            key={one.id}
            of={one}
            entity={isOfSome ? (one.isOfAll ? t("law.allEntities") : (one.entityName ?? companyName)) : null}
          />
        ))}
      </ul>
    </div>
  );
}

function Row({ of, entity }: { of: Moment; entity: string | null }) {
  const t = useText();
  const format = useFormat();
  return (
    <li className={of.isCurrent ? "" : "was"}>
      <span className="tn">{format.momentWithZone(of.at, of.zone)}</span>
      <span className="small mute tn">{format.momentWithZone(of.at, "UTC")}</span>
      {entity ? (
        <span className="small">
          <LangText text={entity} />
        </span>
      ) : null}
      {of.isCurrent ? null : <Tag>{t("incident.corrected")}</Tag>}
      {of.reason ? (
        <span className="small soft">
          <LangText text={of.reason} />
        </span>
      ) : null}
    </li>
  );
}

/** The rule's name of a submission, what was determined, the number of a further fact. */
function useWhich(): (of: Moment) => string | null {
  const t = useText();
  const any = useAnyText();
  return ({ moment, of, ofRule }) => {
    if (ofRule) return ofRule.name;
    if (of === null) return null;
    if (moment === "new_fact" || moment === "requested") return t("incident.moment.nth", { n: of });
    const words = any(`clockAnchorOf.${of}`);
    // A rule that the reader does not see; a key without words comes back as it was.
    return words === `clockAnchorOf.${of}` ? t("incident.moment.otherReport") : words;
  };
}
