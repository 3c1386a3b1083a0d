import { standIn } from "../../../sandbox/planted-stand-in.ts";
import { price } from "../money/planted-circle.ts";

export const code = (): unknown => [price, standIn];
