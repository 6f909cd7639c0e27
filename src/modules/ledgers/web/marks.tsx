// How an entry stands: its class, and whether the ledger and what is seen agree.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { ledgers } from "../contract.ts";

type Standing = Output<typeof ledgers.getEntry>["standing"];

export function StandingMark({
  standing,
  isConflicting = false,
}: {
  standing: Standing;
  isConflicting?: boolean;
}) {
  const t = useText();
  return (
    <span className="standing">
      <i className={standing} aria-hidden="true" />
      {t(`entry.standing.${standing}`)}
      {isConflicting ? (
        <abbr className="unequal" title={t("list.conflicting")} aria-label={t("list.conflicting")}>
          ≠
        </abbr>
      ) : null}
    </span>
  );
}

/** What the classes are called, in the reader's language; read once for a page. */
export function useClassName(): (rank: number | null) => string {
  const t = useText();
  const { language } = useFormat();
  const listed = useOperation(ledgers.listClasses, {});
  return (rank) =>
    rank === null
      ? t("list.noClass")
      : (listed.data?.rows.find((one) => one.rank === rank)?.name[language] ?? String(rank));
}

export function RankMark({ rank, name }: { rank: number | null; name: string }) {
  if (rank === null) return <span className="mute">–</span>;
  return (
    <span className="row">
      <span className={`rank r${rank}`} aria-hidden="true">
        {rank}
      </span>
      {name}
    </span>
  );
}

/** Who answers for it; whoever has left does no more. */
export function Owner({ entry }: { entry: { ownerName: string | null; ownerHasLeft: boolean } }) {
  const t = useText();
  if (!entry.ownerName && !entry.ownerHasLeft) return <span className="mute">{t("entryForm.nobody")}</span>;
  return (
    <>
      {entry.ownerName ? <LangText text={entry.ownerName} /> : null}
      {entry.ownerHasLeft ? <span className="badge serious">{t("entry.ownerHasLeft")}</span> : null}
    </>
  );
}
