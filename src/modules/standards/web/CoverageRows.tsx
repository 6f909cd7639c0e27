// The rows behind the picture: each item with the controls that help to meet it, and the controls without any item.
import { Go, useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Lang } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import type { Coverage, CoverageItem, CoverageUrl } from "./coverage.ts";
import type { Edition } from "./EditionFrame.tsx";

const isShown = (item: CoverageItem, url: Partial<CoverageUrl>) =>
  (!url.item || item.id === url.item) &&
  (!url.show || item.controls.length === (url.show === "none" ? 0 : 1) || url.show === "all");

export function CoverageRows({ edition, coverage }: { edition: Edition; coverage: Coverage }) {
  const t = useText();
  const [url, set] = useUrl<CoverageUrl>();
  const rows = coverage.items.filter((item) => isShown(item, url));
  return (
    <>
      <Panel
        isFlush
        title={url.item ?? t("coverage.rows", { count: rows.length })}
        more={
          url.item ? (
            <Button size="s" onClick={() => set({ item: undefined })}>
              {t("coverage.show.all")}
            </Button>
          ) : null
        }
      >
        {rows.length === 0 ? (
          <EmptyState title={t("coverage.noneLeft")}>{t("coverage.noneLeftHelp")}</EmptyState>
        ) : (
          <table className="grid roomy">
            <thead>
              <tr>
                <th scope="col">{t("coverage.item")}</th>
                <th scope="col" className="num">
                  n
                </th>
                <th scope="col">{t("coverage.controls")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((item) => (
                <tr key={item.id}>
                  <td className="mono nowrap">{item.id}</td>
                  <td className="num">{item.controls.length}</td>
                  <td>
                    {item.controls.length === 0 ? (
                      <span className="mute">{t("coverage.byNone")}</span>
                    ) : (
                      <ControlLinks edition={edition} controls={item.controls} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      {coverage.without.length > 0 && !url.item ? (
        <Panel
          title={t("coverage.withoutTitle", { count: coverage.without.length, controls: edition.controls })}
        >
          <ControlLinks edition={edition} controls={coverage.without} />
        </Panel>
      ) : null}
    </>
  );
}

function ControlLinks({ edition, controls }: { edition: Edition; controls: Coverage["without"] }) {
  return (
    <ul className="control-links">
      {controls.map((control) => (
        <li key={control.id}>
          <Go to="/standards/$id/controls/$controlId" params={{ id: edition.id, controlId: control.id }}>
            <span className="mono mute">{control.id}</span>{" "}
            <Lang lang={control.title.lang}>{control.title.text}</Lang>
          </Go>
        </li>
      ))}
    </ul>
  );
}
