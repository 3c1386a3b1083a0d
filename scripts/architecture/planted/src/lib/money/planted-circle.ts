import { code } from "../codes/planted-domain.ts";

export const price = () => code();
