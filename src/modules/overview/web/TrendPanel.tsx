// Are we better, really: the picture of the overview; the whole of it is a page of its own.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";
import { TrendPicture } from "./trend/TrendPicture.tsx";
import type { View } from "./view.ts";

export function TrendPanel({ view: { tier, region, division, roundId } }: { view: View }) {
  const t = useText();
  const part = {
    ...(tier ? { tier } : {}),
    ...(region ? { region } : {}),
    ...(division ? { division } : {}),
    ...(roundId ? { roundId } : {}),
  };
  const trend = useOperation(overview.getTrend, part, { keep: true });
  if (trend.data)
    return (
      <TrendPicture
        trend={trend.data}
        footer={
          <Go to="/group/trend" search={part}>
            {t("trend.open")} ›
          </Go>
        }
      />
    );
  return (
    <Panel title={t("trend.title")}>
      {trend.isError ? <ErrorState error={trend.error} /> : <Loading rows={6} />}
    </Panel>
  );
}
