// A list of some dozens or hundreds in a plain table: found by words, narrowed by one tick, read on by a button.
import type { ReactNode } from "react";
import type { Pages } from "#web/table/usePages.ts";
import { Button } from "#web/ui/Button.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { Panel } from "#web/ui/Panel.tsx";

type Props<Row> = {
  pages: Pages<Row>;
  find: string;
  search: string | undefined;
  /** Those alone that need somebody. */
  tick: string;
  isTicked: boolean | undefined;
  isTickOffered: boolean;
  noneFound: string;
  more: string;
  onFind: (words: string) => void;
  onTick: (isOn: boolean) => void;
  children: (rows: Row[]) => ReactNode;
};

export function PagedPanel<Row>({ pages, children, ...props }: Props<Row>) {
  const { find, search, tick, isTicked = false, isTickOffered, noneFound, more, onFind, onTick } = props;
  const rows = pages.data?.pages.flatMap((one) => one.rows) ?? [];
  return (
    <Panel isFlush>
      <div className="filters">
        <FindBox isOnKey label={find} value={search ?? ""} onFind={onFind} />
        {isTickOffered || isTicked ? (
          <label className="tick">
            <input type="checkbox" checked={isTicked} onChange={(event) => onTick(event.target.checked)} />
            {tick}
          </label>
        ) : null}
      </div>
      {rows.length === 0 ? <p className="soft pad">{noneFound}</p> : children(rows)}
      {pages.hasNextPage ? (
        <div className="pad">
          <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {more}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}
