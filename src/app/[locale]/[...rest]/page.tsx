import { notFound } from "next/navigation";

/** Any address that is no page of ours answers 404 in the reader's language. */
export default function UnknownPage() {
  notFound();
}
