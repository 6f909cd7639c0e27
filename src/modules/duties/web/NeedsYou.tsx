// "Needs you": duties of one kind in one line with the clock of the most urgent, acted on in place.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useUnit } from "#web/layout/units.ts";
import { Go, GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useDutyPage } from "#web/slots.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Clock, urgencyOf } from "#web/ui/figures.tsx";
import { Icon, type IconName } from "#web/ui/icons.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { useNow } from "#web/ui/now.ts";
import { duties } from "../contract.ts";
import { markedExercise, needCounts } from "../rules.ts";
import { namesOf, recordPage } from "./names.ts";
import { PostponementRow } from "./PostponementRow.tsx";

type Work = Output<typeof duties.getMyWork>;
type Bundle = Work["bundles"][number];
type Asked = Output<typeof duties.listPostponements>["rows"][number];
type Need = { key: string; dueAt: string; timeZone: string } & ({ bundle: Bundle } | { asked: Asked });

/** Everything that needs the reader now, the most urgent first, for the page's sentence and its main action. */
export function useNeeds(options: { refetchEvery?: number } = {}) {
  const now = useNow();
  const unit = useUnit();
  const work = useOperation(duties.getMyWork, unit, options);
  const mayDecide = useMay("duty.decide_postponement");
  const asked = useOperation(duties.listPostponements, unit, { ...options, enabled: mayDecide });
  const page = useDutyPage();
  const needs: Need[] = [
    ...(work.data?.bundles ?? []).map((bundle) => ({
      key: `${bundle.kind}${bundle.isAddressed}${bundle.isNobodys}${bundle.isExercise}`,
      dueAt: bundle.first[0]?.dueAt ?? "",
      timeZone: bundle.first[0]?.timeZone ?? "UTC",
      bundle,
    })),
    ...(asked.data?.rows ?? []).map((one) => ({
      key: one.id,
      dueAt: one.fromAt,
      timeZone: one.timeZone,
      asked: one,
    })),
  ].sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  const first = needs.find((need) => "bundle" in need && need.bundle.isAddressed);
  const duty = first && "bundle" in first ? first.bundle.first[0] : undefined;
  const to = duty ? page(duty.kind) : undefined;
  return {
    needs,
    isReady: work.data !== undefined && (!mayDecide || asked.data !== undefined || asked.isError),
    error: work.error,
    dutyCount: work.data?.count ?? 0,
    counts: needCounts(
      work.data?.bundles ?? [],
      (asked.data?.rows ?? []).map((one) => ({ dueAt: one.fromAt, timeZone: one.timeZone })),
      now,
    ),
    first: duty && to ? { to, id: duty.subjectId } : null,
    retry: () => void work.refetch(),
  };
}

type NeedsProps = ReturnType<typeof useNeeds> & {
  /** My own duties that the page shows above in a form of their own. */
  isShownAbove?: (bundle: Bundle) => boolean;
};

export function NeedsYou({
  needs: all,
  isReady,
  error,
  dutyCount,
  retry,
  isShownAbove = () => false,
}: NeedsProps) {
  const t = useText();
  const needs = all.filter(
    (need) => !("bundle" in need && need.bundle.isAddressed && isShownAbove(need.bundle)),
  );
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (!isReady) return <Loading rows={5} />;
  if (needs.length === 0 && all.length > 0) return null;
  return (
    <Panel
      isFlush
      title={
        <>
          {t("needs.title")} <span className="age">{t("needs.sorted")}</span>
        </>
      }
      more={dutyCount > 0 ? <Go to="/duties">{t("needs.all", { count: dutyCount })} ›</Go> : null}
    >
      {needs.length === 0 ? (
        <EmptyState title={t("needs.none")} icon="check">
          {t("needs.noneHelp")}
        </EmptyState>
      ) : (
        <ul className="needs">
          {needs.map((need) =>
            "asked" in need ? (
              <PostponementRow key={need.key} asked={need.asked} />
            ) : (
              <BundleRow key={need.key} bundle={need.bundle} />
            ),
          )}
        </ul>
      )}
    </Panel>
  );
}

const icons: Record<string, IconName> = { "delegation.answer": "people" };

function BundleRow({ bundle }: { bundle: Bundle }) {
  const any = useAnyText();
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const [duty] = bundle.first;
  const page = useDutyPage();
  if (!duty) return null;
  const company = nameFor(namesOf(duty));
  const side = bundle.isNobodys ? "nobody" : bundle.isAddressed ? "mine" : "risen";
  const rest = bundle.count - 1;
  const others = bundle.first
    .slice(1)
    .map((one) => nameFor(namesOf(one)))
    .filter((one) => one !== company);
  const to = bundle.isAddressed
    ? page(bundle.kind)
    : bundle.isNobodys
      ? "/accounts"
      : duty.mayOpen
        ? recordPage(page(bundle.kind))
        : undefined;
  return (
    <li className={urgencyOf({ due: duty.dueAt, now }) === "over" ? "over" : undefined}>
      <Clock
        from={duty.startsAt}
        due={duty.dueAt}
        now={now}
        dueText={format.momentNear(duty.dueAt, now, duty.timeZone)}
      />
      <div className="what">
        <b>
          <Icon name={icons[bundle.kind] ?? "inspections"} />
          <span>
            {markedExercise(
              bundle,
              any(
                `needs.${bundle.kind}.${side}`,
                bundle.count > 1 ? { count: bundle.count, company } : { company },
              ),
              any,
            )}
          </span>
        </b>
        <p>
          {[
            format.list(bundle.first.flatMap((one) => (one.about ? [one.about] : []))),
            others.length === 0 ? company : t("needs.first", { company }),
            others.length === 0
              ? ""
              : rest > others.length
                ? t("needs.then", { companies: format.list(others), rest: rest - others.length })
                : t("needs.thenAll", { companies: format.list(others) }),
            duty.mayOpen ? "" : t("duty.cannotOpen"),
            bundle.overdueCount > 0 ? t("needs.overdue", { count: bundle.overdueCount }) : "",
            duty.postponedCount > 0 ? t("duty.postponedTimes", { count: duty.postponedCount }) : "",
            duty.remindedAt ? t("duty.remindedOn", { day: format.moment(duty.remindedAt, "short") }) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <div className="act">
        {to ? (
          <GoButton to={to} params={{ id: duty.subjectId }}>
            {any(`needs.${bundle.kind}.${side}.act`)}
          </GoButton>
        ) : null}
        {bundle.count > 1 ? (
          <GoButton to="/duties" search={{ kind: bundle.kind }} look="quiet">
            {t("needs.see", { count: bundle.count })}
          </GoButton>
        ) : null}
      </div>
    </li>
  );
}
