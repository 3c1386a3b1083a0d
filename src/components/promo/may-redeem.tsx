"use client";

import { createContext, type ReactNode, useContext } from "react";

const MayRedeem = createContext(false);

type Props = {
  mayRedeem: boolean;
  children: ReactNode;
};

/** Tells all that it holds whether the person may redeem codes, forms and what they answer included. */
export function MayRedeemProvider({ mayRedeem, children }: Props) {
  return <MayRedeem value={mayRedeem}>{children}</MayRedeem>;
}

/** Outside of a provider nobody may. */
export function useMayRedeem(): boolean {
  return useContext(MayRedeem);
}
