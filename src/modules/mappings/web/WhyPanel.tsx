// Why an item reads as it does: every control that leads to it, hop by hop, with what was answered.
import type { Input } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";
import { StateMark } from "./ReadingMark.tsx";
import { WayShown } from "./Ways.tsx";

type Props = { input: Input<typeof mappings.getReading>; itemId: string | undefined; editionId: string };

export function WhyPanel({ input, itemId, editionId }: Props) {
  const t = useText();
  const why = useOperation(
    mappings.getItemReading,
    { ...input, itemId: itemId ?? "-" },
    { enabled: itemId !== undefined, keep: true },
  );
  if (itemId === undefined) return <p className="soft small reading-choose">{t("readAs.choose")}</p>;
  if (why.isError) return <ErrorState error={why.error} />;
  if (!why.data) return <Loading />;
  const one = why.data;
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="panel why" aria-label={one.id} tabIndex={0}>
      <h2>{t("readAs.whyTitle", { item: one.id, reading: t(`readAs.${one.reading}`) })}</h2>
      <p className="small soft">{t(`readAs.means.${one.reading}`)}</p>
      {one.isContradicted ? <Note kind="warn">{t("readAs.contradictedHelp")}</Note> : null}
      {one.ways.length === 0 ? (
        <p className="soft">{t("reach.noWay")}</p>
      ) : (
        <ul className="ways">
          {one.ways.map((way) => (
            <WayShown
              key={way.controlId}
              way={way}
              editionId={editionId}
              end={
                <span className="row">
                  <StateMark state={way.state} />
                  {way.isDecisive ? <Tag isMust>{t("readAs.decides")}</Tag> : null}
                </span>
              }
            />
          ))}
        </ul>
      )}
      {one.more > 0 ? <p className="small soft">{t("reach.more", { count: one.more })}</p> : null}
    </section>
  );
}
