// Whether one is within a page, which has the one title that a screen has.
import { createContext } from "react";

export const InPage = createContext(false);
