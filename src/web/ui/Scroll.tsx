import type { ReactNode } from "react";

type Props = { label: string; className?: string; children: ReactNode };

/** What is wider or longer than its place scrolls within it, by the keyboard as well: a scrolling region has to be reachable (WCAG 2.1.1). */
export function Scroll({ label, className = "scroll", children }: Props) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={className} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
