import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/Button.tsx";
import { useKeyHelp } from "../ui/keys.tsx";
import { type Pages, pageSize } from "./usePages.ts";

type TableFootProps<Row> = {
  pages: Pages<Row>;
  shown: number;
  total: number | undefined;
  countedAt: string | undefined;
  canSelect: boolean;
  canOpen: boolean;
  canPeek: boolean;
};

/** Which keys work here, how many rows are shown of how many, counted when. */
export function TableFoot<Row>({
  pages,
  shown,
  total,
  countedAt,
  canSelect,
  canOpen,
  canPeek,
}: TableFootProps<Row>) {
  const t = useText();
  const format = useFormat();
  const openHelp = useKeyHelp();
  const known = total ?? (pages.hasNextPage ? undefined : shown);
  const count = known === undefined ? t("table.rows", { shown }) : t("table.rowsOf", { shown, total: known });
  return (
    <footer>
      {openHelp ? (
        <span className="keys">
          <span>
            <kbd>j</kbd>
            <kbd>k</kbd>
            {t("keys.move")}
          </span>
          {canSelect ? <Key cap="x" does={t("keys.select")} /> : null}
          {canOpen ? <Key cap="↵" does={t("keys.open")} /> : null}
          {canPeek ? <Key cap="Space" does={t("keys.peek")} /> : null}
          <button type="button" className="linkish row" onClick={openHelp}>
            <kbd>?</kbd> {t("keys.allKeys")}
          </button>
        </span>
      ) : null}
      <span className="end" role="status">
        {count}
        {countedAt ? ` · ${t("table.counted", { age: format.age(countedAt) })}` : ""}
        {pages.hasNextPage ? (
          <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("table.loadMore", { count: pageSize })}
          </Button>
        ) : null}
      </span>
    </footer>
  );
}

const Key = ({ cap, does }: { cap: string; does: string }) => (
  <span>
    <kbd>{cap}</kbd>
    {does}
  </span>
);
