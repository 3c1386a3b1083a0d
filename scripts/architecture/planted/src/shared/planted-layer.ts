import { price } from "../lib/money/planted-circle.ts";

export const wrongWayUp = price;
