// How much of a list is here, and the rest of it on request.
import type { Pages } from "#web/table/usePages.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";

export function ShowMore({ pages, of }: { pages: Pages<unknown>; of: number }) {
  const t = useText();
  if (!pages.hasNextPage) return null;
  const shown = pages.data?.pages.reduce((sum, one) => sum + one.rows.length, 0) ?? 0;
  return (
    <p className="show-more">
      <span className="small soft">{t("mapping.shownOf", { shown, count: of })}</span>{" "}
      <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {t("mapping.showMore")}
      </Button>
    </p>
  );
}
