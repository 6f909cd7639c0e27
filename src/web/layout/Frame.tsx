// The frame around every screen: rail by the user's work, top bar, the page.
import { IconHome, IconMenu2, IconX } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useConnection } from "../connection.ts";
import { webModules } from "../modules.ts";
import type { RailItem } from "../web-module.ts";
import { useSession } from "../session.ts";
import { useText } from "../text/i18n.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { fiscalYearText } from "#core/text/format.ts";
import { useFormat } from "../text/format.ts";
import { Mark } from "./Mark.tsx";
import { TopBar } from "./TopBar.tsx";
import { useSendUnsent } from "./useSendUnsent.ts";

export function Frame({ children }: { children: ReactNode }) {
  const t = useText();
  const [isRailOpen, openRail] = useState(false);
  const location = useLocation();
  const { isUp } = useConnection();
  useSendUnsent(useSession().personId);
  return (
    <div className="app">
      <a className="skip" href="#page">
        {t("frame.skip")}
      </a>
      <Rail isOpen={isRailOpen} onClose={() => openRail(false)} />
      <header className="top">
        <button
          type="button"
          className="burger"
          aria-label={t("frame.openMenu")}
          onClick={() => openRail(true)}
        >
          <IconMenu2 size={20} />
        </button>
        <TopBar />
      </header>
      <main className="page" id="page" key={location.pathname} tabIndex={-1}>
        {isUp ? null : <OfflineBand />}
        {children}
      </main>
    </div>
  );
}

function Rail({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText();
  const session = useSession();
  const format = useFormat();
  const items = webModules
    .flatMap((module) => module.rail)
    .filter((item) => isVisible(item, session.permissions));
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
        <RailLink to="/" within="/" label={t("rail.home")} icon={IconHome} onClose={onClose} />
        {items
          .filter((item) => item.place === "work")
          .map((item) => (
            <RailLink
              key={item.to}
              to={leadsTo(item, session.permissions)}
              within={item.to}
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
              within={item.to}
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

const isVisible = (item: RailItem, held: readonly string[]) =>
  !item.permissions || item.permissions.some((one) => held.includes(one));

const leadsTo = ({ to, first }: RailItem, held: readonly string[]) =>
  first && held.includes(first.permission) ? first.to : to;

type RailLinkProps = {
  to: string;
  within: string;
  label: string;
  icon: RailItem["icon"];
  onClose: () => void;
};

function RailLink({ to, within, label, icon: Icon, onClose }: RailLinkProps) {
  const { pathname } = useLocation();
  const isOn = pathname === within || (within !== "/" && pathname.startsWith(`${within}/`));
  return (
    <Link
      to={to}
      className={isOn ? "on" : ""}
      {...(isOn ? { "aria-current": "page" as const } : {})}
      onClick={onClose}
    >
      <Icon size={16} stroke={1.5} />
      {label}
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
