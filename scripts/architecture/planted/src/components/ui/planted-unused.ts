import { lonely } from "../../shared/planted-used.ts";

export const unused = lonely;
