// What needs me, then what changed, then one's own part of the group.
import type { NeedCounts } from "#modules/duties/rules.ts";
import { AskedCalls } from "#modules/calls/web/parts.tsx";
import { NeedsYou, useNeeds } from "#modules/duties/web/parts.tsx";
import { EngagedHome } from "#modules/engagements/web/parts.tsx";
import {
  ChangedSince,
  NotBegun,
  OwnInspections,
  RoundFunnels,
  useNotBegun,
} from "#modules/inspections/web/parts.tsx";
import { OwnReportsRunning } from "#modules/incidents/web/parts.tsx";
import { MyOnCall } from "#modules/on-call/web/parts.tsx";
import { isOfOwnSetUp, OwnSetUp, useOwnSetUp } from "#modules/onboarding/web/parts.tsx";
import { Page } from "../layout/Page.tsx";
import { GoButton, useGo } from "../navigation.tsx";
import { useMay, useSession } from "../session.ts";
import { HomePictures } from "../slots.tsx";
import { useFormat } from "../text/format.ts";
import { type T, useText } from "../text/i18n.ts";
import type { TextKey } from "../text/keys.ts";
import { useKey } from "../ui/keys.tsx";
import { EmployeeHome } from "./home/EmployeeHome.tsx";
import { isEveryday } from "./home/everyday.ts";
import { FirstSteps, useFirstSteps } from "./home/FirstSteps.tsx";
import { needsTitle } from "./home/needs-title.ts";

export default function HomePage() {
  const { isOutside, permissions } = useSession();
  if (isOutside) return <EngagedHome />;
  return isEveryday(permissions) ? <EmployeeHome /> : <OwnHome />;
}

/** An officer finds them as their own inspections above. */
const inAnotherForm: readonly string[] = ["inspection.answer", "delegation.answer"];

function OwnHome() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const go = useGo();
  const needs = useNeeds();
  const notBegun = useNotBegun();
  const steps = useFirstSteps();
  const ownSetUp = useOwnSetUp();
  const isOfficer = [useMay("inspection.answer"), useMay("inspection.contribute")].some(Boolean);
  const seesResults = useMay("inspection.read");
  const { first, counts } = needs;
  // The officer's own inspection has the page's main button already.
  const start = first && !isOfficer && !steps ? first : null;
  useKey(
    start
      ? {
          key: "enter",
          label: t("home.startFirst"),
          run: () => go({ to: start.to, params: { id: start.id } }),
        }
      : null,
  );
  const title = steps
    ? t("home.welcome", { name: format.person(session) })
    : !needs.isReady
      ? t("home.title")
      : counts.count === 0
        ? t("home.nothing")
        : sentence(t, counts);
  return (
    <Page
      title={title}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name },
        { label: t("home.title") },
      ]}
      actions={
        start ? (
          <GoButton to={start.to} params={{ id: start.id }} look="main">
            {t("home.startFirst")} <kbd aria-hidden="true">↵</kbd>
          </GoButton>
        ) : null
      }
    >
      <div className={seesResults ? "home" : "home narrow"}>
        <div>
          {steps ? <FirstSteps {...steps} /> : null}
          {seesResults ? <AskedCalls /> : null}
          <MyOnCall />
          {ownSetUp ? <OwnSetUp {...ownSetUp} /> : null}
          <OwnInspections />
          <NeedsYou
            {...needs}
            isShownAbove={(bundle) =>
              (isOfficer && inAnotherForm.includes(bundle.kind)) || isOfOwnSetUp(ownSetUp, bundle)
            }
          />
          <OwnReportsRunning />
          <NotBegun rounds={notBegun} />
          <ChangedSince />
        </div>
        {seesResults ? (
          <div>
            <HomePictures />
            <RoundFunnels />
          </div>
        ) : null}
      </div>
    </Page>
  );
}

/** "Six things need you, two of them today": small numbers as words where the language writes them so. */
function sentence(t: T, counts: NeedCounts): string {
  const word = (number: number) => (number <= 12 ? t(`home.number.${number}` as TextKey) : String(number));
  const first = word(counts.count);
  return t(needsTitle(counts), {
    count: counts.count,
    word: first.charAt(0).toUpperCase() + first.slice(1),
    today: word(counts.today),
    overdue: word(counts.overdue),
  });
}
