// Mantine's parts take their colours and measures from tokens.css, so that there is one palette.
import { createTheme, type MantineColorsTuple } from "@mantine/core";

const indigo: MantineColorsTuple = [
  "#e8eef8", "#cfdbef", "#a9bfe2", "#7f9fd2", "#5b82c3", "#3f69b0", "#30579c", "#264a8a", "#1f3e76", "#1b3666",
];

export const theme = createTheme({
  primaryColor: "ai",
  primaryShade: { light: 7, dark: 3 },
  colors: { ai: indigo },
  defaultRadius: "sm",
  fontFamily: "var(--ui)",
  fontSizes: { xs: "12px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  autoContrast: true,
  respectReducedMotion: true,
});
