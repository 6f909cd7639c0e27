// The parts of an entry's page.
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Sym } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { ledgers } from "../contract.ts";
import type { Ledger, LedgerName } from "../declared/ledgers.ts";
import type { Entry } from "./entry.ts";
import { useClassName } from "./marks.tsx";
import { useFieldName, useValue } from "./values.tsx";

const refreshed = [ledgers.listEntries, ledgers.getEntry, ledgers.listEntryChanges];

/** What is known first; what nobody has said stands below, small. */
export function FieldsPanel({ ledger, entry, isPast }: { ledger: Ledger; entry: Entry; isPast: boolean }) {
  const t = useText();
  const format = useFormat();
  const nameOf = useFieldName();
  const value = useValue();
  const release = useCommand(ledgers.changeEntry, refreshed);
  const known = ledger.fields.filter((name) => entry.values[name] !== undefined);
  const unknown = ledger.fields.filter((name) => entry.values[name] === undefined);
  const mayRelease = entry.can.change && !isPast && entry.sources > 0;
  return (
    <Panel title={t("entryPage.facts")}>
      <FormError error={release.error} />
      <dl className="entry-fields">
        {known.map((name) => (
          <div key={name}>
            <dt>{nameOf(name)}</dt>
            <dd>
              {value(name, entry.values[name])}
              {entry.ownFields.includes(name) ? (
                <span className="small soft"> {t("entryPage.byHand")}</span>
              ) : null}
              {entry.ownFields.includes(name) && mayRelease ? (
                <Button
                  size="s"
                  look="quiet"
                  onClick={() =>
                    release.mutate({
                      ledger: ledger.name as LedgerName,
                      id: entry.id,
                      rowVersion: entry.rowVersion,
                      release: [name],
                    })
                  }
                >
                  {t("entryPage.release")}
                </Button>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      {unknown.length > 0 ? (
        <p className="small soft">
          {t("entryPage.unknownFields", { fields: format.list(unknown.map(nameOf)) })}
        </p>
      ) : null}
    </Panel>
  );
}

export function DemandedPanel({ entry }: { entry: Entry }) {
  const t = useText();
  const any = useAnyText();
  const className = useClassName();
  return (
    <Panel
      title={
        entry.demanded.length > 0
          ? t("entryPage.demanded", { name: className(entry.class ?? 1) })
          : t("entryPage.demandedNone")
      }
    >
      <ul className="demands">
        {entry.demanded.map(({ measure, holds }) => (
          <li key={measure}>
            <Sym kind={holds === null ? "not_known" : holds ? "meets" : "serious"} />
            <span>{any(`measure.${measure}`)}</span>
            <span className="small soft">
              {t(holds === null ? "entryPage.notKnown" : holds ? "entryPage.holds" : "entryPage.lacks")}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function RulesPanel({ entry }: { entry: Entry }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel
      title={entry.rules.length > 0 ? t("entryPage.rules") : t("entryPage.noRule")}
      more={<Go to="/ledgers/rules">{t("ledgers.rules")} ›</Go>}
    >
      <ul className="demands">
        {entry.rules.map((rule) => (
          <li key={rule.id}>
            <LangText text={rule.name} />
            <span className="small soft">
              {rule.isGroups ? `${t("assetRule.group")} · ` : ""}
              {t("assetRule.reviewDue")} {format.day(rule.reviewDueOn)}
              {rule.isOverdue ? ` · ${t("assetRule.overdue")}` : ""}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function ReviewsPanel({ entry }: { entry: Entry }) {
  const t = useText();
  const format = useFormat();
  // A day that came with a file or with many at once has nobody's name beside it.
  const looks =
    entry.reviews.length > 0 || !entry.reviewedOn ? entry.reviews : [{ on: entry.reviewedOn, byName: null }];
  return (
    <Panel title={looks.length > 0 ? t("entryPage.reviews") : t("entryPage.reviewsNone")}>
      <ul className="demands">
        {looks.map((review) => (
          <li key={review.on}>
            {format.day(review.on)}
            {review.byName ? <span className="soft">{review.byName}</span> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
