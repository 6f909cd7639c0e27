// Mantine's parts take their colours and measures from tokens.css, so that there is one palette.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const indigo: MantineColorsTuple = [
  "#e8eef8",
  "#cfdbef",
  "#a9bfe2",
  "#8fb3f0",
  "#5b82c3",
  "#3f69b0",
  "#30579c",
  "#264a8a",
  "#1f3e76",
  "#1b3666",
];

export const theme = createTheme({
  primaryColor: "ai",
  primaryShade: { light: 7, dark: 3 },
  colors: { ai: indigo },
  defaultRadius: "sm",
  radius: { xs: "4px", sm: "6px", md: "10px" },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: "12px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  autoContrast: true,
  respectReducedMotion: true,
});

const mapped = {
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-body": "var(--paper)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-anchor": "var(--ai)",
  "--mantine-color-error": "var(--serious-ink)",
  "--mantine-color-default": "var(--paper)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-2)",
  "--mantine-color-disabled": "var(--ground)",
  "--mantine-color-disabled-color": "var(--ink-3)",
  "--mantine-color-disabled-border": "var(--line)",
  "--mantine-primary-color-filled": "var(--ai)",
  "--mantine-primary-color-filled-hover": "var(--ai-strong)",
  "--mantine-primary-color-light": "var(--ai-soft)",
  "--mantine-primary-color-light-hover": "var(--ai-soft)",
  "--mantine-primary-color-light-color": "var(--ai-strong)",
  "--mantine-primary-color-contrast": "var(--paper)",
};

/** Given under both schemes, where Mantine sets its own defaults and would win otherwise. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: mapped, dark: mapped });
