"use client";

import { OutageNotice } from "#components/outage/outage-notice.tsx";

type Props = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: Props) {
  return <OutageNotice digest={error.digest} retry={retry} />;
}
