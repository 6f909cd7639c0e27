// Items of a set under their headings, page after page: each chosen by itself, with what is said of it beside.
import type { ReactNode } from "react";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import type { Pages } from "#web/table/usePages.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { ShowMore } from "./ShowMore.tsx";

/** Some screens of a phone, not all of them. */
export const itemsAtOnce = 40;

type Item = { id: string; title: string | null; group: string };
type Props<R extends Item> = {
  pages: Pages<R>;
  /** How many there are in all. */
  of: number;
  chosen: string | undefined;
  onChoose: (id: string) => void;
  said: (item: R) => ReactNode;
};

export function ItemGroups<R extends Item>({ pages, of, chosen, onChoose, said }: Props<R>) {
  const t = useText();
  if (pages.isError) return <ErrorState error={pages.error} />;
  if (!pages.data) return <Loading rows={8} />;
  const rows = pages.data.pages.flatMap((one) => one.rows);
  if (rows.length === 0)
    return <EmptyState title={t("readAs.noneShown")}>{t("readAs.noneShownHelp")}</EmptyState>;
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="stack reading-list" aria-label={t("readAs.item")} tabIndex={0}>
      {[...Map.groupBy(rows, (item) => item.group)].map(([group, items]) => (
        <section key={group} className="panel reading-group">
          <h3>
            <LangText text={group} />
          </h3>
          <ul>
            {items.map((item) => (
              <li key={item.id}>
                <button type="button" aria-pressed={chosen === item.id} onClick={() => onChoose(item.id)}>
                  <span className="reading-item">
                    <span className="mono">{item.id}</span>{" "}
                    {item.title && item.title !== item.id ? (
                      <LangText text={item.title} className="small soft" />
                    ) : null}
                  </span>
                  <span className="reading-said">{said(item)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <ShowMore pages={pages} of={of} />
    </section>
  );
}
