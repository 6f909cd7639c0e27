// What the company's own ledgers measure of a control: how many of how many, and how many nobody knows.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Sym, symbolOfVerdict } from "#web/ui/marks.tsx";
import type { WholeControl } from "./kept.ts";
import type { Row } from "./rules.ts";
import { isMeasured, useTakeMeasured } from "./useTakeMeasured.ts";
import { useAnswering } from "./work.ts";

type Figure = NonNullable<WholeControl["measured"]>;

/** The bar of a share; its numbers stand beside it. */
function Share({ figure: { holds, all, unknown, staleSince } }: { figure: Figure }) {
  const not = all - holds - unknown;
  const parts = [
    ["meets", holds],
    ["serious", not],
    ["not_known", unknown],
  ] as const;
  return (
    <div className={staleSince ? "bar thick faded" : "bar thick"} aria-hidden="true">
      {parts.map(([tone, count]) =>
        count > 0 ? <i key={tone} className={tone} style={{ flexGrow: count }} /> : null,
      )}
    </div>
  );
}

export function FromLedger({ row, whole }: { row: Row; whole: WholeControl }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { inspection } = useAnswering();
  const { measured } = whole;
  if (!measured) return null;
  const { holds, all, unknown, percent, ledgers, verdict, staleSince } = measured;
  const number = (count: number) => format.number(count);
  return (
    <section>
      <h2>
        {t("measured.heading")}
        <span className="age">{t("measured.today")}</span>
      </h2>
      <p>
        <Sym kind={symbolOfVerdict[verdict]} /> <b>{format.ratio(percent)}</b>
        {t("measured.ofAll", { holds: number(holds), all: number(all) })}
      </p>
      <Share figure={measured} />
      <p className="small soft">
        {t("measured.rest", { not: number(all - holds - unknown), unknown: number(unknown) })}
      </p>
      <p className="small">
        {ledgers.map((ledger) => (
          <span key={ledger}>
            <Go to="/ledgers/$ledger" params={{ ledger }} search={{ companyId: inspection.companyId }}>
              {any(`ledger.${ledger}`)}
            </Go>{" "}
          </span>
        ))}
      </p>
      {staleSince ? (
        <p className="note warn small">{t("measured.stale", { at: format.moment(staleSince) })}</p>
      ) : (
        <Take row={row} figure={measured} />
      )}
    </section>
  );
}

function Take({ row, figure }: { row: Row; figure: Figure }) {
  const t = useText();
  const any = useAnyText();
  const { mayAnswer, isContributor } = useAnswering();
  const { take, isBusy, error } = useTakeMeasured();
  const isMine = mayAnswer && !isContributor && isMeasured(row);
  const isTaken = row.assurance === "measured" && row.verdict === figure.verdict;
  useKey(
    isMine && row.verdict === null
      ? { key: "t", label: t("answering.keys.measured"), run: () => void take([row]) }
      : null,
  );
  if (!isMine) return null;
  if (isTaken) return <p className="small soft">{t("measured.taken")}</p>;
  return (
    <>
      <div className="prop">
        <Button
          isBusy={isBusy}
          onClick={() => void take([row])}
          {...(row.verdict === null ? { shortcut: "T" } : {})}
        >
          {t(row.verdict === null ? "measured.take" : "measured.takeInstead")}
        </Button>
      </div>
      {figure.verdict !== "met" && row.verdict === null ? (
        <p className="small soft">{t("measured.planLeft")}</p>
      ) : null}
      {error ? (
        <p className="small over">
          {error === "network.down" ? t("answering.needsServer") : any(`errors.${error}`)}
        </p>
      ) : null}
    </>
  );
}
