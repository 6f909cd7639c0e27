// Links and the URL as state. Routes come from the modules at start, so the router cannot type them; this file is the
// one place that knows so, and screens use these instead of casts.
import { Link, useMatches, useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { type ButtonLook, buttonClass } from "./ui/Button.tsx";
import { intoView } from "./ui/in-view.ts";

export type Search = Record<string, unknown>;
type Target = { to: string; params?: Record<string, string>; search?: Search; hash?: string };

/** Kept from page to page: the day and the unit one looks at. */
export const lasting = ["asOf", "unit"] as const;

/** Adds what lasts to a search, unless the target sets it itself. */
export function withLasting(search: Search | undefined, before: Search): Search {
  const kept = Object.fromEntries(
    lasting.filter((name) => before[name] !== undefined).map((name) => [name, before[name]]),
  );
  return compact({ ...kept, ...search });
}

/** Without what is empty, so that a plain page has a plain address. */
export const compact = (search: Search): Search =>
  Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== "" && value !== null),
  );

const searchOf = (target: Target) => (before: Search) => withLasting(target.search, before);

type GoProps = Target & {
  children: ReactNode;
  className?: string | undefined;
  title?: string;
  lang?: string;
  /** The page one is on, among its neighbours. */
  isCurrent?: boolean;
  onClick?: () => void;
  tabIndex?: number;
  "aria-label"?: string;
  /** Where a cell of a grid stands, for its keys. */
  "data-cell"?: string;
};

/** A link within the product; it keeps the day and the unit one looks at. */
export function Go({
  to,
  params,
  search,
  hash,
  children,
  className,
  title,
  lang,
  isCurrent,
  onClick,
  ...rest
}: GoProps) {
  const target = { to, params, hash, search: searchOf({ to, ...(search ? { search } : {}) }) };
  return (
    <Link
      {...(target as { to: string })}
      {...rest}
      className={className}
      title={title}
      lang={lang}
      // Among neighbours one alone is the page one is on, also where its address begins as another's does.
      {...(isCurrent === undefined ? {} : { activeOptions: { exact: true } })}
      {...(isCurrent ? { "aria-current": "page" as const, ref: intoView } : {})}
      onClick={onClick}
    >
      {children}
    </Link>
  );
}

/** A link that looks like a button. */
export function GoButton({
  look = "outlined",
  size,
  ...target
}: Omit<GoProps, "className"> & { look?: ButtonLook; size?: "s" | "l" }) {
  return <Go {...target} className={buttonClass(look, size)} />;
}

/** Goes to a page from code; `replace` where going back should skip the page before. */
export function useGo(): (target: Target, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return (target, options) =>
    void navigate({
      to: target.to,
      params: target.params,
      search: searchOf(target),
      replace: options?.replace ?? false,
    } as never);
}

/**
 * Leads on from an address that shows nothing itself, once it is known where to (null until then). Whoever has gone elsewhere
 * meanwhile is left where they went.
 */
export function useLeadOn(target: Target | null): void {
  const go = useGo();
  const router = useRouter();
  const here = (useMatches().at(-1) as { pathname?: string } | undefined)?.pathname;
  const key = target && JSON.stringify(target);
  useEffect(() => {
    if (key && router.latestLocation.pathname === here) go(JSON.parse(key) as Target, { replace: true });
    // oxlint-disable-next-line react/exhaustive-deps -- `go` is new at every drawing
  }, [key]);
}

export type UrlPart<S extends object> = { [K in keyof S]?: S[K] | undefined };

/** The part of the URL after "?", and a way to change some of it; empty values leave the URL. */
export function useUrl<S extends object>(): [
  Partial<S>,
  (part: UrlPart<S>, options?: { push?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as Partial<S>;
  const navigate = useNavigate();
  const set = (part: UrlPart<S>, options?: { push?: boolean }) =>
    void navigate({
      to: ".",
      replace: options?.push !== true,
      search: (before: Search) => compact({ ...before, ...part }),
    } as never);
  return [search, set];
}

/** A parameter of the path, e.g. the id in /companies/$id. */
export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  const value = params[name];
  if (value === undefined) throw new Error(`the path has no ${name}`);
  return value;
}

/** The page of the record that the page shown belongs to, e.g. the edition of a draft; null where there is none. */
export function useRecordPage(): { to: string; params: Record<string, string> } | null {
  const { routesByPath } = useRouter() as unknown as { routesByPath: Record<string, unknown> };
  const here = useMatches().at(-1) as { fullPath?: string; params?: Record<string, string> } | undefined;
  const parts = (here?.fullPath ?? "").split("/").slice(0, -1);
  while (parts.length > 1) {
    const to = parts.join("/");
    if (routesByPath[to] && parts.at(-1)?.startsWith("$")) return { to, params: here?.params ?? {} };
    parts.pop();
  }
  return null;
}
