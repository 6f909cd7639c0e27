// The head of every page: breadcrumb, one title, actions with one main among them.
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useText } from "../text/i18n.ts";
import { HeadActions } from "./HeadActions.tsx";
import { InPage } from "./in-page.ts";

export type Crumb = { label: string; to?: string };
type PageProps = {
  title: string;
  after?: ReactNode;
  crumbs?: Crumb[];
  actions?: ReactNode;
  children: ReactNode;
};

export function Page({ title, after, crumbs = [], actions, children }: PageProps) {
  const t = useText();
  useEffect(() => {
    document.title = `${title} · Yagura`;
  }, [title]);
  return (
    <InPage value>
      <nav className="crumbs" aria-label={t("frame.breadcrumb")}>
        {crumbs.map((crumb, index) => (
          <span key={`${crumb.label}${index}`} className="row">
            {index > 0 ? <i>›</i> : null}
            {crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : crumb.label}
          </span>
        ))}
      </nav>
      <div className="title">
        <h1>{title}</h1>
        {after}
        {actions ? <HeadActions>{actions}</HeadActions> : null}
      </div>
      {children}
    </InPage>
  );
}
