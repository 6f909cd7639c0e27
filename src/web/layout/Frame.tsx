// The frame around every screen: rail by the user's work, top bar, the page.
import { IconHome, IconMenu2, IconX } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useNeeds } from "#modules/duties/web/parts.tsx";
import { EmergencyBand } from "#modules/emergencies/web/parts.tsx";
import { ViewingBand } from "#modules/viewings/web/parts.tsx";
import { useConnection } from "../connection.ts";
import { webModules } from "../modules.ts";
import type { RailItem } from "../web-module.ts";
import { useSession } from "../session.ts";
import { useText } from "../text/i18n.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { fiscalYearText } from "#core/text/format.ts";
import { useFormat } from "../text/format.ts";
import { AsOfBand, isDated, useAsOf } from "./asOf.tsx";
import { Mark } from "./Mark.tsx";
import { TopBar } from "./TopBar.tsx";
import { useSendUnsent } from "./useSendUnsent.ts";

export function Frame({ children }: { children: ReactNode }) {
  const t = useText();
  const [isRailOpen, openRail] = useState(false);
  const location = useLocation();
  const { isUp } = useConnection();
  const { asOf } = useAsOf();
  useSendUnsent(useSession().personId);
  return (
    <div className="app">
      <a className="skip" href="#page">
        {t("frame.skip")}
      </a>
      <Rail isOpen={isRailOpen} onClose={() => openRail(false)} />
      {isRailOpen ? (
        <button
          type="button"
          className="veil"
          aria-label={t("frame.closeMenu")}
          onClick={() => openRail(false)}
        />
      ) : null}
      <header className={asOf && isDated(location.pathname) ? "top past" : "top"}>
        <TopBar />
      </header>
      <div className="bands">
        <ViewingBand />
        <EmergencyBand />
        <AsOfBand />
        {isUp ? null : <OfflineBand />}
      </div>
      <main className="page" id="page" key={location.pathname} tabIndex={-1}>
        {children}
      </main>
      <ThumbBar onMore={() => openRail(true)} />
    </div>
  );
}

function Rail({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText();
  const session = useSession();
  const format = useFormat();
  const items = useRailItems();
  const { counts } = useNeeds({ refetchEvery: 120_000 });
  const year = fiscalYearOf(session.today, session.group.fiscalYearStartMonth);
  return (
    <nav className={`rail${isOpen ? " open" : ""}`} aria-label={t("frame.mainMenu")}>
      <div className="brand">
        <Mark /> Yagura <small lang="ja">櫓</small>
        <button
          type="button"
          className="burger"
          style={{ marginLeft: "auto" }}
          aria-label={t("frame.closeMenu")}
          onClick={onClose}
        >
          <IconX size={20} />
        </button>
      </div>
      <div className="group">
        <RailLink
          to="/"
          within={["/"]}
          label={t("rail.home")}
          icon={IconHome}
          count={counts.count}
          onClose={onClose}
        />
        {items
          .filter((item) => item.place === "work")
          .map((item) => (
            <RailLink
              key={item.to}
              to={leadsTo(item, session.permissions)}
              within={[item.to, ...(item.also ?? [])]}
              label={t(item.label)}
              icon={item.icon}
              onClose={onClose}
            />
          ))}
        {items.some((item) => item.place === "settings") ? <hr /> : null}
        {items
          .filter((item) => item.place === "settings")
          .map((item) => (
            <RailLink
              key={item.to}
              to={leadsTo(item, session.permissions)}
              within={[item.to, ...(item.also ?? [])]}
              label={t(item.label)}
              icon={item.icon}
              onClose={onClose}
            />
          ))}
      </div>
      <p className="foot">{fiscalYearText(year, session.group.fiscalYearStartMonth, format.language)}</p>
    </nav>
  );
}

/** The order of the work, not of the modules (screens.md, Frame); what is not named here follows. */
const railOrder = ["/group", "/standards", "/rounds", "/inspections", "/instructions", "/people"];
const placeOf = (item: RailItem) =>
  (railOrder.indexOf(item.to) + railOrder.length + 1) % (railOrder.length + 1);

function useRailItems(): RailItem[] {
  const { permissions } = useSession();
  return webModules
    .flatMap((module) => module.rail)
    .filter((item) => isVisible(item, permissions))
    .sort((a, b) => placeOf(a) - placeOf(b));
}

/** On a phone the first places of the rail and its whole stand at the thumb. */
function ThumbBar({ onMore }: { onMore: () => void }) {
  const t = useText();
  const session = useSession();
  const { pathname } = useLocation();
  const items = useRailItems().filter((item) => item.place === "work");
  const places = [
    { to: "/", within: ["/"], label: t("rail.home"), icon: IconHome },
    ...items.slice(0, 3).map((item) => ({
      to: leadsTo(item, session.permissions),
      within: [item.to, ...(item.also ?? [])],
      label: t(item.label),
      icon: item.icon,
    })),
  ];
  return (
    <nav className="thumb" aria-label={t("frame.thumbMenu")}>
      {places.map(({ to, within, label, icon: Icon }) => (
        <Link key={within[0]} to={to} className={isAt(pathname, within) ? "on" : ""}>
          <Icon size={20} stroke={1.5} />
          <span>{label}</span>
        </Link>
      ))}
      <button type="button" onClick={onMore}>
        <IconMenu2 size={20} stroke={1.5} />
        <span>{t("frame.menuMore")}</span>
      </button>
    </nav>
  );
}

const isVisible = (item: RailItem, held: readonly string[]) =>
  !item.permissions || item.permissions.some((one) => held.includes(one));

const isAt = (pathname: string, places: readonly string[]) =>
  places.some((place) => pathname === place || (place !== "/" && pathname.startsWith(`${place}/`)));

const leadsTo = ({ to, first }: RailItem, held: readonly string[]) =>
  first && held.includes(first.permission) ? first.to : to;

type RailLinkProps = {
  to: string;
  within: readonly string[];
  label: string;
  icon: RailItem["icon"];
  /** What waits there; nought is not shown. */
  count?: number | undefined;
  onClose: () => void;
};

function RailLink({ to, within, label, icon: Icon, count, onClose }: RailLinkProps) {
  const { pathname } = useLocation();
  const isOn = isAt(pathname, within);
  return (
    <Link
      to={to}
      className={isOn ? "on" : ""}
      {...(isOn ? { "aria-current": "page" as const } : {})}
      onClick={onClose}
    >
      <Icon size={16} stroke={1.5} />
      {label}
      {count ? <span className="n">{count}</span> : null}
    </Link>
  );
}

/** Permanent while the server does not answer: what is typed is kept. */
function OfflineBand() {
  const t = useText();
  const format = useFormat();
  const { since } = useConnection();
  return (
    <div className="band offline" role="status">
      <b>{t("state.offline")}</b>
      {since ? (
        <span>{t("frame.offlineSince", { time: format.moment(new Date(since).toISOString(), "time") })}</span>
      ) : null}
      <span>{t("frame.offlineKept")}</span>
    </div>
  );
}
